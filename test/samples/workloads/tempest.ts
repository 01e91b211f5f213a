import { tempestCheck } from "../../../workloads/test-vm/model/tempest/script.ts";
import { sent } from "../boot-test-samples.ts";

/** The lines by which a guest sends Tempest's results, once, as its script does. */
export const toldTempest = (run: string, results: string): string =>
  sent(run, tempestCheck, results)
    .map((line) => `${line}\n`)
    .join("");
