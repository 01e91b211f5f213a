import { parseImageName } from "../image.ts";
import type { Tombstone } from "../record.ts";
import type { Version } from "../version.ts";

export interface TombstoneIndex {
  at(target: string, image: string): Tombstone | undefined;
  /** A tombstone of the image, at any target. */
  of(image: string): Tombstone | undefined;
  /** A tombstone of any image of that version. */
  ofSet(version: Version): Tombstone | undefined;
}

export function tombstoneIndex(tombstones: readonly Tombstone[]): TombstoneIndex {
  const byTarget = new Map<string, Map<string, Tombstone>>();
  for (const tombstone of tombstones) {
    const images = byTarget.get(tombstone.target);
    if (images === undefined) byTarget.set(tombstone.target, new Map([[tombstone.image, tombstone]]));
    else if (!images.has(tombstone.image)) images.set(tombstone.image, tombstone);
  }
  let bySet: Map<Version, Tombstone> | undefined;
  return {
    at: (target, image) => byTarget.get(target)?.get(image),
    of(image) {
      for (const images of byTarget.values()) {
        const found = images.get(image);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    // names are read only when a new set asks, which is once a day
    ofSet: (version) => (bySet ??= versionsOf(tombstones)).get(version),
  };
}

function versionsOf(tombstones: readonly Tombstone[]): Map<Version, Tombstone> {
  const versions = new Map<Version, Tombstone>();
  for (const tombstone of tombstones) {
    const image = parseImageName(tombstone.image);
    if (image !== undefined) versions.set(image.version, tombstone);
  }
  return versions;
}
