import { lstat, readFile, writeFile } from "node:fs/promises";
import { copiedFormats, buildFile, type ExtraFormat } from "../../../images/files.ts";
import type { PublishableLog } from "../../../images/build-log.ts";
import { sourcesText } from "../../../images/sources-text.ts";
import { withArtifactFile } from "../../../storage/artifact-file.ts";
import { ifPresent } from "../../../storage/fault.ts";

type PathOf = (format: ExtraFormat) => string;

/** Puts beside an image what its build tells of it, as far as it does. Gives the formats that are there. */
export async function writeExtras(source: string, log: PublishableLog, pathOf: PathOf): Promise<ExtraFormat[]> {
  const copied = await Promise.all(
    copiedFormats.map(async (format) => ((await copyBrought(buildFile(source, format), pathOf(format))) ? format : [])),
  );
  const extras: ExtraFormat[] = copied.flat();
  if (extras.includes("dpkg-status")) {
    await writeSources(pathOf("dpkg-status"), pathOf("sources"));
    extras.push("sources");
  }
  if ("text" in log) {
    await writeFile(pathOf("log"), log.text);
    extras.push("log");
  }
  return extras;
}

/** Made again of the same dpkg-status, it has the same bytes. */
export async function writeSources(dpkgStatus: string, path: string): Promise<void> {
  await writeFile(path, sourcesText(await readFile(dpkgStatus, "utf8")));
}

/** Whether the build brought the file. Throws a UserError for a link, which could lead anywhere. */
async function copyBrought(from: string, to: string): Promise<boolean> {
  if ((await ifPresent(lstat(from))) === undefined) return false;
  await withArtifactFile(from, (file) => writeFile(to, file.createReadStream({ autoClose: false })));
  return true;
}
