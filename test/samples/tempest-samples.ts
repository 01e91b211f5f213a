import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { markOf } from "../../images/boot-tests/collector.ts";
import { tempestCheck } from "../../workloads/test-vm/model/tempest/script.ts";

/** What a guest tells of results, as the script does: once. */
export function toldTempest(run: string, text: string): string {
  const chunks =
    gzipSync(text, { level: 9 })
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  const digest = createHash("sha256")
    .update(chunks.map((chunk) => `${chunk}\n`).join(""))
    .digest("hex");
  const lines = chunks.map((chunk, number) => `${tempestCheck} ${number} ${chunk}`);
  return [...lines, `${tempestCheck} end ${chunks.length} ${digest}`]
    .map((line) => `${markOf(run)} ${line}\n`)
    .join("");
}
