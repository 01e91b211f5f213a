import { readFile, writeFile } from "node:fs/promises";
import type { PublishableLog } from "../../../images/builds/build-log.ts";
import type { BuildTexts } from "../../../images/builds/brought.ts";
import { copiedFormats, type ExtraFormat } from "../../../images/tree/files.ts";
import { sourcesText } from "../../../images/packages/sources-text.ts";

type PathOf = (format: ExtraFormat) => string;

/** Puts beside an image what its build tells of it, as far as it does. Gives the formats that are there. */
export async function writeExtras(texts: BuildTexts, log: PublishableLog, pathOf: PathOf): Promise<ExtraFormat[]> {
  const extras: [ExtraFormat, string][] = copiedFormats.flatMap((format) => {
    const text = texts[format];
    return typeof text === "string" ? [[format, text] satisfies [ExtraFormat, string]] : [];
  });
  if (typeof texts["dpkg-status"] === "string") extras.push(["sources", sourcesText(texts["dpkg-status"])]);
  if ("text" in log) extras.push(["log", log.text]);
  for (const [format, text] of extras) await writeFile(pathOf(format), text);
  return extras.map(([format]) => format);
}

/** Made again of the same dpkg-status, it has the same bytes. */
export async function writeSources(dpkgStatus: string, path: string): Promise<void> {
  await writeFile(path, sourcesText(await readFile(dpkgStatus, "utf8")));
}
