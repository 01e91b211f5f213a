import { formatDay, type Day } from "../model/day.ts";
import { memberOf, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import type { Version } from "../model/version.ts";
import type { UpcomingChange } from "../plan/next.ts";
import type { ImageRecord, IndexRecord } from "../tree/record.ts";
import { changesOf, isEventful, monthLater, monthOf, type Month } from "./month.ts";

/** The kinds of events. Each event is announced once. */
export const eventKinds = ["published", "withdrawn", "digest"] as const;

/** A public event of a channel that is announced. */
export type Event =
  | { kind: "published"; day: Day; version: Version; members: readonly Member[] }
  | { kind: "withdrawn"; day: Day; version: Version; members: readonly Member[]; reason: string }
  | { kind: "digest"; day: Day; month: Month };

interface Asked {
  /** The channel as readers see it. */
  index: IndexRecord;
  today: Day;
  /** In days: older events are only in the digest. */
  patience: number;
  /** What the plan brings on later days. */
  coming: readonly UpcomingChange[];
}

/** The ids of an event in `announced.json`. A withdrawal has one per image, because it can happen in parts. */
export function idsOf(event: Event): string[] {
  switch (event.kind) {
    case "published":
      return [`published ${event.version}`];
    case "withdrawn":
      return event.members.map((member) => withdrawalId(event.version, member));
    case "digest":
      return [`digest ${event.month}`];
  }
}

const withdrawalId = (version: Version, member: Member): string => `withdrawn ${version}/${member}`;

/** The part of an event that was not announced yet; undefined where nothing is left. */
export function unannounced(event: Event, announced: ReadonlySet<string>): Event | undefined {
  if (event.kind !== "withdrawn") return idsOf(event).some((id) => announced.has(id)) ? undefined : event;
  const members = event.members.filter((member) => !announced.has(withdrawalId(event.version, member)));
  return members.length === 0 ? undefined : { ...event, members };
}

/** The events that may be announced today, oldest first, whether or not they were announced before. */
export function eventsOf(asked: Asked): Event[] {
  const { index, today, patience } = asked;
  const recent = (day: Day): boolean => day <= today && today - day <= patience;
  // the index has the newest first
  const sets = index.sets.toReversed();
  const events = [...sets.flatMap(publishedIn), ...sets.flatMap(withdrawnIn), ...digestOn(asked)];
  return events.filter(({ day }) => recent(day)).toSorted((a, b) => a.day - b.day);
}

type IndexedSet = IndexRecord["sets"][number];

const atMirror = ({ targets }: ImageRecord) => targets[mirrorTarget.name];

/** A set is announced once, on the day of its first image. Images that join later are not announced. */
function publishedIn({ version, images }: IndexedSet): Event[] {
  const days = images.flatMap((image) => atMirror(image)?.days.shown ?? []);
  if (days.length === 0) return [];
  const listed = images.filter((image) => atMirror(image)?.listed === true).map(memberOf);
  if (listed.length === 0) return [];
  return [{ kind: "published", day: earliest(days), version, members: listed }];
}

/** Withdrawals of images that were public before. */
function withdrawnIn({ version, images }: IndexedSet): Event[] {
  const withdrawn = images.flatMap((image) => {
    const at = atMirror(image);
    const isNews = at?.phase === "withdrawn" && at.days.shown !== undefined && at.days.withdrawn !== undefined;
    return isNews ? [{ member: memberOf(image), day: at.days.withdrawn, reason: at.reason }] : [];
  });
  const alike = Map.groupBy(withdrawn, ({ day, reason }) => `${day ?? ""} ${reason}`);
  return [...alike.values()].flatMap((images): Event[] => {
    const [first] = images;
    if (first?.day === undefined) return [];
    const members = images.map(({ member }) => member);
    return [{ kind: "withdrawn", day: first.day, version, members, reason: first.reason }];
  });
}

/** The digest of a month is announced in the first days of the next one, unless there is nothing to tell. */
function digestOn({ index, today, patience, coming }: Asked): Event[] {
  if (Number(formatDay(today).slice(8)) - 1 > patience) return [];
  const month = monthLater(monthOf(today), -1);
  return isEventful(changesOf(month, index, coming)) ? [{ kind: "digest", day: today, month }] : [];
}

const earliest = ([first, ...others]: readonly Day[]): Day => {
  if (first === undefined) throw new RangeError("no day is the earliest of none");
  return others.reduce((a, b) => (b < a ? b : a), first);
};
