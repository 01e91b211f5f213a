import type { CataloguedSet } from "../../../images/finder/catalogue.ts";
import { changesPath, changesSchema, type Changes } from "../../../images/finder/changes/record.ts";
import type { Version } from "../../../images/model/version.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { inTree, type Places } from "../../../storage/tree/places.ts";
import { readJson } from "./texts.ts";

export const readsAtOnce = 16;

/** The changes of one set; undefined where they are missing or damaged. */
export const readChangesOf = (places: Places, set: CataloguedSet): Promise<Changes | undefined> =>
  readJson(inTree(places, changesPath(set)), changesSchema);

export async function readChanges(places: Places, sets: readonly CataloguedSet[]): Promise<Map<Version, Changes>> {
  const read = await mapBounded(sets, readsAtOnce, (set) => readChangesOf(places, set));
  return new Map(read.flatMap((changes) => (changes === undefined ? [] : [[changes.version, changes] as const])));
}
