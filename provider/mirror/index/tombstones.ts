import { parseDay } from "../../../images/model/day.ts";
import { recordsApi, type RemovedRecord, type Tombstone } from "../../../images/tree/record.ts";
import type { IndexInputs } from "../../../images/tree/resources.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { isWritten, writeRemoved } from "../../../storage/tree/records.ts";
import { dayOf } from "./view.ts";

/** Whether a tombstone for the same image and target is there already. */
export const isTold = (
  tombstones: readonly Pick<Tombstone, "image" | "target">[],
  { image, target }: Pick<Tombstone, "image" | "target">,
): boolean => tombstones.some((stone) => stone.image === image && stone.target === target);

/** Appends new tombstones; written ones never change. */
export async function appendTombstones(
  places: Places,
  news: IndexInputs,
  before: RemovedRecord | undefined,
): Promise<void> {
  const { suite, channel } = news;
  const present = before?.tombstones ?? [];
  const added = news.tombstones
    .filter((stone) => !isTold(present, stone))
    .map(({ shown, ...stone }): Tombstone => ({
      ...stone,
      day: parseDay(stone.day) ?? dayOf(news),
      ...(shown === undefined ? {} : { shown: parseDay(shown ?? "") ?? null }),
    }));
  const record: RemovedRecord = {
    apiVersion: recordsApi,
    suite,
    channel,
    kind: "Removed",
    tombstones: [...present, ...added],
  };
  if (!(await isWritten(places, record))) await writeRemoved(places, record);
}
