import { formatDay, type Day } from "../model/day.ts";
import { memberOf, parseImageName, type Image, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import { compareVersions, type Version } from "../model/version.ts";
import type { Days, ImageRecord, IndexRecord } from "../tree/record.ts";
import { mayHaveBeenShown } from "../tree/visibility.ts";

/*
 * The time of a set's entry in a feed. It never goes back, whatever becomes of the set's images and of newer ones: a reader of feeds
 * passes over an entry that is no newer than the one it has.
 */

/** Records have days only. A later change on the same day gets a later second, so that readers notice it. */
export const instant = (day: Day, second = 0): string => `${formatDay(day)}T00:00:${String(second).padStart(2, "0")}Z`;

const changedSecond = 1;
export const withdrawnSecond = 2;
export const lastSecond = 59;

type IndexedSet = IndexRecord["sets"][number];

/** What ended an image's life in the tree. */
interface Departure {
  version: Version;
  member: Member;
  day: Day;
}

export interface Departures {
  /** Removed for good. */
  gone: ReadonlyMap<Version, readonly Departure[]>;
  /** Withdrawn or lost, so that an older image of its kind became the newest again. */
  takenAway: ReadonlyMap<Member, readonly Departure[]>;
}

export function departuresOf({ suite, channel, sets, removed }: IndexRecord): Departures {
  const tombstoned = removed.flatMap((stone) => {
    const { image: name, target, day, phase } = stone;
    const image = target === mirrorTarget.name && mayHaveBeenShown(stone) ? parseImageName(name) : undefined;
    return image?.suite === suite && image.channel === channel ? [{ phase, ...departure(image, day) }] : [];
  });
  const taken = [
    ...sets.flatMap(({ version, images }) => images.flatMap((image) => takenAway(version, image))),
    ...tombstoned.filter(({ phase }) => phase !== "hidden"),
  ];
  return {
    gone: Map.groupBy(tombstoned, ({ version }) => version),
    takenAway: Map.groupBy(taken, ({ member }) => member),
  };
}

const departure = (image: Pick<Image, "version" | "vendor" | "arch">, day: Day): Departure => ({
  version: image.version,
  member: memberOf(image),
  day,
});

const daysInTree = ({ targets }: ImageRecord): Partial<Days> => targets[mirrorTarget.name]?.days ?? {};

function takenAway(version: Version, image: ImageRecord): Departure[] {
  const { shown, withdrawn, lost } = daysInTree(image);
  const day = withdrawn ?? lost;
  return shown === undefined || day === undefined ? [] : [departure({ ...image, version }, day)];
}

/** @param shown the day on which the set's first image was shown */
export function updatedOf({ version, images }: IndexedSet, shown: Day, { gone, takenAway }: Departures): string {
  const times = images.flatMap((image) => [
    ...changesOf(image, shown),
    ...(takenAway.get(memberOf(image)) ?? [])
      .filter((taken) => compareVersions(taken.version, version) > 0 && becameNewest(image, taken.day))
      .map(({ day }) => instant(day, withdrawnSecond)),
  ]);
  const removed = (gone.get(version) ?? []).map(({ day }) => instant(day, lastSecond));
  return [...times, ...removed].reduce((a, b) => (a > b ? a : b), instant(shown));
}

/** The times of what happened to an image since its set was shown; none of one that never was shown. */
function changesOf(image: ImageRecord, setShown: Day): string[] {
  const { shown, superseded, hidden, withdrawn, lost, gone } = daysInTree(image);
  if (shown === undefined) return [];
  const joined = shown > setShown ? shown : undefined;
  return [joined, superseded, hidden, withdrawn, lost, gone].flatMap((day) =>
    day === undefined ? [] : [instant(day, changedSecond)],
  );
}

/** One that is superseded again has a day of that. */
function becameNewest({ targets }: ImageRecord, day: Day): boolean {
  const target = targets[mirrorTarget.name];
  if (target?.days.shown === undefined) return false;
  return target.phase === "current" || (target.days.superseded !== undefined && target.days.superseded >= day);
}
