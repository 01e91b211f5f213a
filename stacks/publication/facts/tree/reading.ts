import { existsSync } from "node:fs";
import type { Day } from "../../../../images/model/day.ts";
import { checkPlaces, type Places } from "../../../../storage/tree/places.ts";
import type { PublicationSettings } from "../../../config.ts";
import { today } from "../../../../storage/clock.ts";

/** Where facts are read from, and when. */
export interface Reading {
  settings: PublicationSettings;
  /** Null if the tree is on another machine; its published index is read instead. */
  places: Places | null;
  day: Day;
}

/** The tree on this machine, else at its URL. Throws a UserError. */
export async function readingOf(settings: PublicationSettings): Promise<Reading> {
  const { root, url, staging } = settings.mirror;
  const isRemote = url !== null && !existsSync(root);
  return {
    settings,
    day: today(settings.now),
    places: isRemote ? null : await checkPlaces({ tree: root, staging }),
  };
}
