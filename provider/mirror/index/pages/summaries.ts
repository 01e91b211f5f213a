import { z } from "zod";
import type { CataloguedSet } from "../../../../images/finder/catalogue.ts";
import {
  changesPath,
  changesSummarySchema,
  type Changes,
  type ChangesSummary,
} from "../../../../images/finder/changes/record.ts";
import type { Version } from "../../../../images/model/version.ts";
import { mapBounded } from "../../../../storage/bounded.ts";
import { inStaging, inTree, type Places } from "../../../../storage/tree/places.ts";
import { readChangesOf, readsAtOnce } from "./read-changes.ts";
import { isSameStamp, stampOf, stampSchema } from "./stamps.ts";
import { readJson, replaceText } from "../texts.ts";

/*
 * What a channel's newest sets brought stands in their changes.json. Staging remembers what pages about many sets show of it, with the
 * size and time of each file, so that a run reads only those that were written since.
 */

const memorySchema = z.record(z.string(), z.object({ stamp: stampSchema, summary: changesSummarySchema }));
type Memory = z.output<typeof memorySchema>;

/** By version: the summary of its changes, and the size and time of their file. */
export type Summaries = ReadonlyMap<Version, Memory[string]>;

const summaryOf = ({ shown, images, fixes }: Changes): ChangesSummary => ({
  shown,
  images,
  fixes: fixes.map(({ cves, source, version }) => ({ cves, source, version })),
});

/** @param memory the file in staging */
export async function readSummaries(
  places: Places,
  memory: string,
  sets: readonly CataloguedSet[],
): Promise<Summaries> {
  const before = (await readJson(inStaging(places, memory), memorySchema)) ?? {};
  const read = await mapBounded(sets, readsAtOnce, async (set): Promise<[Version, Memory[string]][]> => {
    const stamp = stampOf(inTree(places, changesPath(set)));
    if (stamp === undefined) return [];
    const known = before[set.version];
    if (known !== undefined && isSameStamp(known.stamp, stamp)) return [[set.version, known]];
    const changes = await readChangesOf(places, set);
    return changes === undefined ? [] : [[set.version, { stamp, summary: summaryOf(changes) }]];
  });
  return new Map(read.flat());
}

export const rememberSummaries = (places: Places, memory: string, summaries: Summaries): Promise<void> =>
  replaceText(
    places,
    inStaging(places, memory),
    `${JSON.stringify(z.encode(memorySchema, Object.fromEntries(summaries)))}\n`,
  );
