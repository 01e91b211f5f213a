import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import type { PackagedSet } from "./types.ts";

/** Debian's release, base-files' own count, and the update, which grows by one with each point release. */
const pattern = /^(\d+)[^+]*(?:\+deb\d+u(\d+))?$/;

/** The point release in base-files' version: `12.4+deb12u9` is in Debian 12.9, `12.4` in 12.0; null for another format. */
export function pointReleaseOf(baseFiles: string): string | null {
  const [, release, update = "0"] = pattern.exec(baseFiles) ?? [];
  return release === undefined ? null : `${release}.${update}`;
}

/** The lowest point release of the set's images; null where no image shows one. */
export function pointReleaseOfSet({ images }: PackagedSet): string | null {
  let lowest: string | null = null;
  for (const packages of images.values()) {
    const baseFiles = packages?.find(({ name }) => name === "base-files");
    const point = baseFiles === undefined ? null : pointReleaseOf(baseFiles.version);
    if (point !== null && (lowest === null || isEarlierPoint(point, lowest))) lowest = point;
  }
  return lowest;
}

export const isEarlierPoint = (a: string, b: string): boolean => compareDpkgVersions(a, b) < 0;
