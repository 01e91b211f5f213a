import { daysBetween, earlierDay, formatDay, type Day } from "../../model/day.ts";
import { count } from "../../model/text/columns.ts";
import type { SecuritySource, SourceState } from "./types.ts";

/** The known age of a source's data. A day after today counts as today. */
export interface DataAge {
  /** The last day on which the source itself gave this data, or answered that it has not changed. */
  confirmed: Day;
  /** The date in the data: of a list's newest entry, the tracker's Last-Modified, InRelease's Date; null: none. */
  stamp: Day | null;
  /** The last day for which the data is meant (InRelease's Valid-Until); null: no end is set. */
  validUntil: Day | null;
  /** The newest stamp that was ever seen of the source; null: none. */
  seen: Day | null;
}

interface Clock {
  day: Day;
  /** In days, from the configuration. */
  maxAge: number;
}

/** How old a source's data may be by its own stamp, in days. */
const oldest: Readonly<Record<SecuritySource, (maxAge: number) => number>> = {
  // Debian has published an advisory every few weeks for decades: a longer silence is that of a copy
  dsa: () => 30,
  dla: () => 30,
  // written anew several times a day
  tracker: (maxAge) => maxAge,
  // a suite without Valid-Until stays as it is from one point release to the next
  archive: () => Infinity,
};

const stampNames: Readonly<Record<SecuritySource, string>> = {
  dsa: "its newest entry is of",
  dla: "its newest entry is of",
  tracker: "it was written on",
  archive: "it was signed on",
};

/** `fresh` or `stale`, with every reason for doubt. */
export function freshness(source: SecuritySource, age: DataAge, clock: Clock): SourceState {
  const doubts = [
    ...unconfirmed(age, clock),
    ...outdated(source, age, clock),
    ...expired(age, clock),
    ...older(age, clock),
  ];
  if (doubts.length > 0) return { state: "stale", reason: doubts.join("; ") };
  return { state: "fresh", reason: `read ${formatDay(earlierDay(age.confirmed, clock.day))}` };
}

function unconfirmed({ confirmed }: DataAge, { day, maxAge }: Clock): string[] {
  return daysBetween(confirmed, day) > maxAge
    ? [`the copy of ${formatDay(confirmed)} is older than ${count(maxAge, "day")}`]
    : [];
}

function outdated(source: SecuritySource, { stamp }: DataAge, { day, maxAge }: Clock): string[] {
  const days = oldest[source](maxAge);
  if (stamp === null || daysBetween(stamp, day) <= days) return [];
  return [`${stampNames[source]} ${formatDay(stamp)}, more than ${count(days, "day")} ago`];
}

function expired({ validUntil }: DataAge, { day }: Clock): string[] {
  return validUntil !== null && validUntil < day ? [`it was valid until ${formatDay(validUntil)}`] : [];
}

/** The data is older than data that was there before. A stamp from the future is ignored: it came from a wrong clock. */
function older({ stamp, seen }: DataAge, { day }: Clock): string[] {
  if (seen === null || seen > day || (stamp !== null && stamp >= seen)) return [];
  return [
    `${stamp === null ? "it has no date" : `it is of ${formatDay(stamp)}`}, and data of ${formatDay(seen)} was there before`,
  ];
}
