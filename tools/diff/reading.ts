import { existsSync } from "node:fs";
import type { PublicationSettings } from "../../stacks/config.ts";
import { today } from "../../stacks/facts/clock.ts";
import type { Reading } from "../../stacks/facts/publication.ts";
import { checkPlaces } from "../../storage/places.ts";

/** Where the stack's tree is read: on this machine, else by its published index. Throws a UserError. */
export async function readingOf(settings: PublicationSettings): Promise<Reading> {
  const { root, url, staging } = settings.mirror;
  const isRemote = url !== null && !existsSync(root);
  return {
    settings,
    day: today(settings.now),
    places: isRemote ? null : await checkPlaces({ tree: root, staging }),
  };
}
