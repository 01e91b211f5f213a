import { parseImageName } from "../../model/image.ts";
import type { Tombstone } from "../../tree/record.ts";
import { versionOrder } from "../../model/version.ts";

export interface TombstoneIndex {
  at(target: string, image: string): Tombstone | undefined;
  /** A tombstone of the image, at any target. */
  of(image: string): Tombstone | undefined;
  /** A tombstone of the newest version that has any. */
  newest(): Tombstone | undefined;
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
    newest: () => newestOf(tombstones),
  };
}

function newestOf(tombstones: readonly Tombstone[]): Tombstone | undefined {
  let newest: Tombstone | undefined;
  let newestOrder = -1;
  for (const tombstone of tombstones) {
    const order = removedOrder(tombstone);
    if (order > newestOrder) [newest, newestOrder] = [tombstone, order];
  }
  return newest;
}

/** The removed image's version in the order of versions. */
export function removedOrder({ image }: Tombstone): number {
  const version = parseImageName(image)?.version;
  return version === undefined ? -1 : versionOrder(version);
}
