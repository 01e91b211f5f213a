import path from "node:path";
import { dayOfDate } from "../images/model/day.ts";
import { makeAmphora } from "./amphora-image/make.ts";
import { isOpenstackRelease, openstackReleases, type OpenstackRelease } from "./amphora-image/releases.ts";
import { WrongUse } from "./setup/errors.ts";
import { project } from "./setup/bootstrap/folders.mjs";
import { withProgress } from "./setup/bootstrap/progress.mjs";
import { amphoraImage } from "./usage/making.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Builds the image that Octavia boots as an amphora, for one OpenStack release. Needs root. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(amphoraImage, args);
  const order = {
    release: readRelease(values.release),
    minor: readMinor(values.minor),
    day: dayOfDate(new Date()),
    archive: values.archive,
  };
  const base = await withProgress(`making an amphora for ${order.release}`, () =>
    makeAmphora(order, path.resolve(values.out ?? path.join(project, ".dev", "amphora"))),
  );
  console.log(`${base}.qcow2\n${base}.json`);
  return 0;
}

function readRelease(text: string): OpenstackRelease {
  if (isOpenstackRelease(text)) return text;
  throw new WrongUse(`--release ${JSON.stringify(text)}: expected one of ${Object.keys(openstackReleases).join(", ")}`);
}

function readMinor(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new WrongUse(`--minor ${JSON.stringify(text)}: expected a whole number`);
  return Number(text);
}
