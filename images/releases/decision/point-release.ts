import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import type { PackagedSet } from "./types.ts";

/** Debian's release, then what base-files itself counted, then the update: one for each point release. */
const pattern = /^(\d+)[^+]*(?:\+deb\d+u(\d+))?$/;

/** The point release in base-files' version: `12.4+deb12u9` is in Debian 12.9, `12.4` in 12.0; null for another format. */
export function pointReleaseOf(baseFiles: string): string | null {
  const [, release, update = "0"] = pattern.exec(baseFiles) ?? [];
  return release === undefined ? null : `${release}.${update}`;
}

/** The point release that all images of the set have reached; null where no image tells. */
export function pointReleaseOfSet({ images }: PackagedSet): string | null {
  let lowest: string | null = null;
  for (const packages of images.values()) {
    const baseFiles = packages?.find(({ name }) => name === "base-files");
    const point = baseFiles === undefined ? null : pointReleaseOf(baseFiles.version);
    if (point !== null && (lowest === null || isEarlierPoint(point, lowest))) lowest = point;
  }
  return lowest;
}

/** Numbers and dots sort as a package's version does. */
export const isEarlierPoint = (a: string, b: string): boolean => compareDpkgVersions(a, b) < 0;
