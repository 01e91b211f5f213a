import { readFile } from "node:fs/promises";
import type { Arch } from "../../../../images/model/definitions/arches.ts";
import { installedPackages } from "../../../../images/packages/dpkg-status.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { buildFile, fileName } from "../../../../images/tree/files.ts";
import type { Image } from "../../../../images/model/image.ts";
import { parseBuild, parseManifest, type Package } from "../../../../images/builds/manifest.ts";
import { withSources } from "../../../../images/packages/packages.ts";
import type { InstalledPackage } from "../../../../images/packages/types.ts";
import type { PackageIndex, SecurityFacts } from "../../../../images/releases/security/types.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { fetchOptionalText, fetchText, isAddress } from "./fetch-text.ts";

/** An image's package data: its manifest, and its dpkg-status if that was kept. */
export interface Contents {
  packages: readonly Package[];
  dpkgStatus: string | null;
}

/** Reads the contents of a published image from its set's directory, a path or a URL. Undefined without a manifest. */
export async function publishedContents(directory: string, image: Image): Promise<Contents | undefined> {
  const location = `${directory}/${fileName(image, "json")}`;
  const manifest = await readText(location);
  if (manifest === undefined) return undefined;
  const [build] = parseManifest(manifest, location).items;
  return {
    packages: build.data.packages,
    dpkgStatus: await statusAt(`${directory}/${fileName(image, "dpkg-status")}`),
  };
}

/** Reads the contents of a build by its base path. */
export async function buildContents(source: string): Promise<Contents | undefined> {
  const location = buildFile(source, "json");
  const manifest = await readText(location);
  if (manifest === undefined) return undefined;
  const { packages } = parseBuild(manifest, location).data;
  return { packages, dpkgStatus: await statusAt(buildFile(source, "dpkg-status")) };
}

/** Undefined for damaged files too: those are reported with the image's other files. */
export async function ifReadable(contents: Promise<Contents | undefined>): Promise<Contents | undefined> {
  try {
    return await contents;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

export const installedOf = (contents: Contents, archive: PackageIndex | null): InstalledPackage[] =>
  withSources(contents.packages, contents.dpkgStatus, archive);

export const installedIn = (contents: Contents, arch: Arch, archive: SecurityFacts["archive"]): InstalledPackage[] =>
  installedOf(contents, archive.get(arch) ?? null);

async function statusAt(location: string): Promise<string | null> {
  const text = isAddress(location) ? await fetchOptionalText(location) : await readFileIfPresent(location);
  return text === undefined ? null : statusOrNothing(text);
}

/** Some servers answer 200 and a page of their own for a missing file. */
export const statusOrNothing = (text: string): string | null => (installedPackages(text).length === 0 ? null : text);

const readText = (location: string): Promise<string | undefined> =>
  isAddress(location) ? fetchText(location) : readFileIfPresent(location);

const readFileIfPresent = (location: string): Promise<string | undefined> => ifPresent(readFile(location, "utf8"));
