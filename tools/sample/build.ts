import { createHash } from "node:crypto";
import { formatDay } from "../../images/model/day.ts";
import { uuidOfUrl } from "../../images/builds/digest.ts";
import { buildName } from "../../images/tree/files.ts";
import type { Image } from "../../images/model/image.ts";
import { versionDay, type Version } from "../../images/model/version.ts";
import { installedPackages } from "./packages/installed.ts";
import { updatesOf } from "./packages/moving.ts";
import type { InstalledPackage } from "./packages/rows.ts";

/** The parameters of an artifact, which determine every byte of it. */
export interface SampleBuild extends Omit<Image, "channel"> {
  /** The image's data in MiB (default: `usualData`). */
  size?: number;
  /** The disk's size in MiB (default: the smallest that holds the data). */
  disk?: number;
  /** xz's preset (default: that of debian-cloud-images' CI). */
  preset?: number;
  /** Another seed gives other bytes under the same name; default: empty. */
  seed?: string;
  /** The version whose packages it has (default: its own), for two versions with the same packages. */
  packagesOf?: Version;
  /** By source, the number of its updates; an absent one has none. By default sources get updates by themselves. */
  updates?: Readonly<Record<string, number>>;
  /** How often the packages that were ever rebuilt (binNMU) have been built once more. */
  rebuilds?: number;
}

export const usualData = 2;

/** A day's build starts at this hour, UTC. */
const buildHour = 4 * 3600;

/** Seconds since 1970: the time of every file in the image. */
export const buildTime = ({ version }: SampleBuild): number => versionDay(version) * 86_400 + buildHour;

export const buildDate = ({ version }: SampleBuild): string => formatDay(versionDay(version));

export function packagesOf(build: SampleBuild): InstalledPackage[] {
  const { updates, rebuilds = 0 } = build;
  const version = build.packagesOf ?? build.version;
  const updatesBy = (source: string) => (updates === undefined ? updatesOf(source, version) : (updates[source] ?? 0));
  return installedPackages(build, updatesBy).map((installed) => rebuilt(installed, rebuilds));
}

const rebuilt = (installed: InstalledPackage, times: number): InstalledPackage => ({
  ...installed,
  version: installed.version.replace(/(?<=\+b)\d+$/, (count) => String(Number(count) + times)),
});

const keyOf = (build: SampleBuild, purpose: string): string => [buildName(build), build.seed ?? "", purpose].join("#");

/** The build's own UUID for one purpose: the same each time, another one for each purpose. */
export const buildUuid = (build: SampleBuild, purpose: string): string =>
  uuidOfUrl(`https://cloud.debian.org/sample/${keyOf(build, purpose)}`);

/** Sixteen bytes that start the build's stream of pseudo-random data. */
export const buildKey = (build: SampleBuild): Buffer =>
  createHash("sha256").update(keyOf(build, "data")).digest().subarray(0, 16);
