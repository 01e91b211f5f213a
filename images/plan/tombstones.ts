import type { Tombstone } from "../record.ts";

export interface TombstoneIndex {
  at(target: string, image: string): Tombstone | undefined;
  /** The first tombstone of the image at any target. */
  of(image: string): Tombstone | undefined;
}

export function tombstoneIndex(tombstones: readonly Tombstone[]): TombstoneIndex {
  const byTarget = new Map<string, Map<string, Tombstone>>();
  for (const tombstone of tombstones) {
    const images = byTarget.get(tombstone.target);
    if (images === undefined) byTarget.set(tombstone.target, new Map([[tombstone.image, tombstone]]));
    else if (!images.has(tombstone.image)) images.set(tombstone.image, tombstone);
  }
  return {
    at: (target, image) => byTarget.get(target)?.get(image),
    of(image) {
      for (const images of byTarget.values()) {
        const found = images.get(image);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}
