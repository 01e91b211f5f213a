import { z } from "zod";
import type { CataloguedSet } from "../../../images/finder/catalogue.ts";
import { changesPath, imageFactsSchema } from "../../../images/finder/changes/record.ts";
import type { Version } from "../../../images/model/version.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import { readChangesOf, readsAtOnce } from "./read-changes.ts";
import { isSameStamp, stampOf, stampSchema } from "./stamps.ts";
import { readJson, replaceText } from "./texts.ts";

/*
 * What charts show of a channel's newest sets stands in their changes.json. Staging remembers it, with the size and time of each
 * file, so that a run reads only those that were written since.
 */

const memorySchema = z.record(z.string(), z.object({ stamp: stampSchema, images: z.array(imageFactsSchema) }));
type Memory = z.output<typeof memorySchema>;

/** By version: the facts of its images, and the state of the file that they are from. */
export type Trends = ReadonlyMap<Version, Memory[string]>;

/** @param memory the file in staging */
export async function readTrends(places: Places, memory: string, sets: readonly CataloguedSet[]): Promise<Trends> {
  const before = (await readJson(inStaging(places, memory), memorySchema)) ?? {};
  const read = await mapBounded(sets, readsAtOnce, async (set): Promise<[Version, Memory[string]][]> => {
    const stamp = stampOf(inTree(places, changesPath(set)));
    if (stamp === undefined) return [];
    const known = before[set.version];
    if (known !== undefined && isSameStamp(known.stamp, stamp)) return [[set.version, known]];
    const changes = await readChangesOf(places, set);
    return changes === undefined ? [] : [[set.version, { stamp, images: changes.images }]];
  });
  return new Map(read.flat());
}

export const rememberTrends = (places: Places, memory: string, trends: Trends): Promise<void> =>
  replaceText(places, inStaging(places, memory), `${JSON.stringify(Object.fromEntries(trends))}\n`);
