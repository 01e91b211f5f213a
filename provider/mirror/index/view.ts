import { parseDay, type Day } from "../../../images/model/day.ts";
import { UserError } from "../../../images/model/errors.ts";
import { indexView } from "../../../images/tree/index-view.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import type { IndexInputs } from "../../../images/tree/resources.ts";
import { listChannel, listStaged } from "../../../storage/tree/listing.ts";
import type { Places } from "../../../storage/tree/places.ts";
import {
  indexText,
  readIndex,
  readRemoved,
  readSet,
  readStagedSet,
  type ChannelIdentity,
} from "../../../storage/tree/records.ts";

/** The current index; undefined if it is missing or damaged, because it is only a view and can be written again. */
export async function readIndexView(places: Places, channel: ChannelIdentity): Promise<IndexRecord | undefined> {
  try {
    return await readIndex(places, channel);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The index as it is to be. Its day is that of the last change. */
export async function viewOf(
  places: Places,
  news: IndexInputs,
  present: IndexRecord | undefined,
): Promise<{ record: IndexRecord; text: string }> {
  if (present !== undefined) {
    const again = indexText(await viewChannel(places, news, present.made));
    if (again === indexText(present)) return { record: present, text: again };
  }
  const record = await viewChannel(places, news, dayOf(news));
  return { record, text: indexText(record) };
}

type Viewed = Pick<IndexInputs, "suite" | "channel" | "hold">;

/** Reads every record of the channel. */
async function viewChannel(places: Places, { suite, channel, hold }: Viewed, made: Day): Promise<IndexRecord> {
  const { published } = await listChannel(places, { suite, channel });
  const sets = await Promise.all(published.map((version) => readSet(places, { suite, channel, version })));
  const versions = await listStaged(places, { suite, channel });
  const staged = await Promise.all(versions.map((version) => readStagedSet(places, { suite, channel, version })));
  const removed = await readRemoved(places, { suite, channel });
  return indexView(
    { suite, channel, sets: sets.filter((set) => set !== undefined), staged: staged.flat(), removed, hold },
    made,
  );
}

export function dayOf({ day }: Pick<IndexInputs, "day">): Day {
  const parsed = parseDay(day);
  if (parsed === undefined)
    throw new UserError({ where: "day", value: day, expected: "a day YYYY-MM-DD", remedy: "correct it" });
  return parsed;
}
