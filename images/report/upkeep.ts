import { definitionOf } from "../model/definitions/vendors.ts";
import type { StackPolicy } from "../plan/policy.ts";
import type { ImagePlan, Plan } from "../plan/types.ts";
import type { Phase } from "../tree/record.ts";
import type { UpkeepNote } from "./types.ts";

/** The phases in which an image costs something. A failed one is removed soon, and may never have been uploaded. */
const kept: ReadonlySet<Phase> = new Set(["made", "held", "current", "superseded", "hidden", "withdrawn"]);

/**
 * By cloud: the cost of keeping the images that are there after this run. Clouds bill the used part of a disk, which no record
 * has, so this counts each disk's full size and is an upper bound.
 */
export function upkeepOf({ sets }: Plan, { targets }: Pick<StackPolicy, "targets">): UpkeepNote[] {
  const images = sets.flatMap((set) => set.images);
  const priced = targets.flatMap(({ name, upkeep }) => {
    if (upkeep === undefined) return [];
    const there = images.filter((image) => kept.has(image.targets.get(name)?.phase ?? "gone"));
    const gibibytes = there.reduce((sum, image) => sum + gibibytesOf(image) * upkeep.copies, 0);
    return [{ cloud: cloudOf(name), name, images: there.length, gibibytes, upkeep }];
  });
  return [...Map.groupBy(priced, ({ cloud }) => cloud)].flatMap(([cloud, places]): UpkeepNote[] => {
    const used = places.filter(({ gibibytes }) => gibibytes > 0);
    const [first] = used;
    if (first === undefined) return [];
    return [
      {
        cloud,
        targets: used.length,
        images: Math.max(...used.map((place) => place.images)),
        gibibytes: used.reduce((sum, place) => sum + place.gibibytes, 0),
        usd: used.reduce((sum, { gibibytes, upkeep }) => sum + gibibytes * upkeep.usdPerGibMonth, 0),
        date: first.upkeep.date,
      },
    ];
  });
}

/** A target's name begins with its cloud's, up to a hyphen. */
const cloudOf = (target: string): string => target.split("-")[0] ?? target;

const gibibytesOf = ({ image, record, candidate }: ImagePlan): number =>
  definitionOf({ ...image, ownVendor: (record ?? candidate)?.ownVendor }).diskGigabytes;
