import { formatDay, laterDay, parseDay, type Day } from "../../../images/model/day.ts";
import { UserError } from "../../../images/model/errors.ts";
import { indexView } from "../../../images/tree/texts/index-view.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import type { IndexInputs } from "../../../images/tree/resources.ts";
import { listChannel, listStaged } from "../../../storage/tree/listing.ts";
import { tree } from "../../../images/tree/layout.ts";
import { inTree, type Places } from "../../../storage/tree/places.ts";
import { wholeIndex } from "../../../storage/tree/second-copy.ts";
import { readText } from "../../../storage/tree/record-file.ts";
import { indexText, readRemoved, readSet, readStagedSet } from "../../../storage/tree/records.ts";

interface ChannelView {
  record: IndexRecord;
  text: string;
  /** Whether the file has this text already. */
  isWritten: boolean;
}

/** The index to write. Its day is that of the last change, and never goes back, even if the clock does. */
export async function viewOf(places: Places, news: IndexInputs): Promise<ChannelView> {
  const present = await wholeIndex(places, news);
  const view = await viewChannel(places, news);
  const today = dayOf(news);
  const record = view(present === undefined ? today : laterDay(today, present.made));
  const text = indexText(record);
  if (present !== undefined) {
    const before = withDay(text, present.made);
    if (before === (await readText(inTree(places, tree.index(news)))))
      return { record: present, text: before, isWritten: true };
  }
  return { record, text, isWritten: false };
}

/** The text of the same index of another day. To write it from the record takes as long as the whole index. */
const withDay = (text: string, made: Day): string =>
  text.replace(/^ {2}"made": "[^"]*"/m, `  "made": "${formatDay(made)}"`);

type Viewed = Pick<IndexInputs, "suite" | "channel" | "hold">;

/** Reads every record of the channel, once: an index of any day is made of them. */
async function viewChannel(places: Places, { suite, channel, hold }: Viewed): Promise<(made: Day) => IndexRecord> {
  const { published } = await listChannel(places, { suite, channel });
  const found = await Promise.all(published.map((version) => readSet(places, { suite, channel, version })));
  const sets = found.filter((set) => set !== undefined);
  const versions = await listStaged(places, { suite, channel });
  const staged = await Promise.all(versions.map((version) => readStagedSet(places, { suite, channel, version })));
  const removed = await readRemoved(places, { suite, channel });
  return (made) => indexView({ suite, channel, sets, staged: staged.flat(), removed, hold }, made);
}

export function dayOf({ day }: Pick<IndexInputs, "day">): Day {
  const parsed = parseDay(day);
  if (parsed === undefined)
    throw new UserError({ where: "day", value: day, expected: "a day YYYY-MM-DD", remedy: "correct it" });
  return parsed;
}
