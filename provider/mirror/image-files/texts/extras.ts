import { readFile, writeFile } from "node:fs/promises";
import type { PublishableLog } from "../../../../images/builds/build-log.ts";
import type { BuildTexts } from "../../../../images/builds/text-digests.ts";
import { copiedFormats, type ExtraFormat } from "../../../../images/tree/files.ts";
import type { Described } from "../../../../images/model/definitions/vendors.ts";
import type { Image } from "../../../../images/model/image.ts";
import { hasIncusMetadata, incusMetadata } from "../../../../images/readers/incus-metadata.ts";
import { cycloneDxText } from "../../../../images/readers/sbom/cyclonedx.ts";
import { spdxText } from "../../../../images/readers/sbom/spdx.ts";
import { sourcesText } from "../../../../images/packages/sources-text.ts";

type PathOf = (format: ExtraFormat) => string;

interface Told {
  image: Image & Described;
  texts: BuildTexts;
  log: PublishableLog;
}

/** Writes the build's texts beside the image, as far as there are any. Returns their formats. */
export async function writeExtras({ image, texts, log }: Told, pathOf: PathOf): Promise<ExtraFormat[]> {
  const extras: [ExtraFormat, string | Uint8Array][] = copiedFormats.flatMap((format) => {
    const text = texts[format];
    return typeof text === "string" ? [[format, text] satisfies [ExtraFormat, string]] : [];
  });
  const status = texts["dpkg-status"];
  if (typeof status === "string")
    for (const format of ofStatus) extras.push([format, textOfStatus(image, format, status)]);
  if (hasIncusMetadata(image)) extras.push(["incus.tar.xz", incusMetadata(image)]);
  if ("text" in log) extras.push(["log", log.text]);
  for (const [format, text] of extras) await writeFile(pathOf(format), text);
  return extras.map(([format]) => format);
}

/** The files that are made from a build's dpkg-status. */
const ofStatus = ["sources", "spdx.json", "cdx.json"] as const;
type OfStatus = (typeof ofStatus)[number];

function textOfStatus(image: Image, format: OfStatus, dpkgStatus: string): string {
  switch (format) {
    case "sources":
      return sourcesText(dpkgStatus);
    case "spdx.json":
      return spdxText(image, dpkgStatus);
    case "cdx.json":
      return cycloneDxText(image, dpkgStatus);
  }
}

/** Made again of the same dpkg-status, it has the same bytes. */
export async function writeOfStatus(image: Image, format: OfStatus, dpkgStatus: string, path: string): Promise<void> {
  await writeFile(path, textOfStatus(image, format, await readFile(dpkgStatus, "utf8")));
}
