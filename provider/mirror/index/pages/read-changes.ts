import type { CataloguedSet } from "../../../../images/finder/catalogue.ts";
import { changesPath, changesSchema, type Changes } from "../../../../images/finder/changes/record.ts";
import { inTree, type Places } from "../../../../storage/tree/places.ts";
import { readJson } from "../texts.ts";

export const readsAtOnce = 16;

/** The changes of one set; undefined where they are missing or damaged. */
export const readChangesOf = (places: Places, set: CataloguedSet): Promise<Changes | undefined> =>
  readJson(inTree(places, changesPath(set)), changesSchema);
