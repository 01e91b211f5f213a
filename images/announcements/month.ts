import { formatDay, type Day } from "../model/day.ts";
import { memberOf, parseImageName, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import type { Version } from "../model/version.ts";
import type { UpcomingChange } from "../plan/next.ts";
import type { Days, IndexRecord } from "../tree/record.ts";

/** `2026-10` */
export type Month = string;

export const monthOf = (day: Day): Month => formatDay(day).slice(0, 7);

/** The month that is so many months later. */
export function monthLater(month: Month, months: number): Month {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const since = year * 12 + (number - 1) + months;
  return `${Math.floor(since / 12)}-${String((since % 12) + 1).padStart(2, "0")}`;
}

/** What happened to an image at a target. */
export interface Change {
  day: Day;
  version: Version;
  member: Member;
  target: string;
  reason: string;
}

/** What a month brought in a channel, and what the next one brings. */
interface MonthChanges {
  /** In the tree: the clouds follow it. */
  published: readonly Change[];
  withdrawn: readonly Change[];
  /** Found missing or changed, and so no longer listed. */
  lost: readonly Change[];
  hidden: readonly Change[];
  removed: readonly Change[];
  coming: readonly Change[];
}

export function changesOf(month: Month, index: IndexRecord, coming: readonly UpcomingChange[]): MonthChanges {
  const inTree = ({ target }: Change): boolean => target === mirrorTarget.name;
  return {
    published: changesWith(index, month, "shown").filter(inTree),
    withdrawn: changesWith(index, month, "withdrawn").filter(inTree),
    lost: changesWith(index, month, "lost"),
    hidden: changesWith(index, month, "hidden"),
    removed: index.removed.filter(({ day }) => monthOf(day) === month).flatMap(changeOf),
    coming: coming
      .filter(({ day }) => monthOf(day) === monthLater(month, 1))
      .flatMap(({ phase, reason, ...rest }) => changeOf({ ...rest, reason: `${phase}, ${reason}` })),
  };
}

/** Whether there is anything to tell of a month. */
export const isEventful = (changes: MonthChanges): boolean =>
  Object.values(changes).some((each: readonly Change[]) => each.length > 0);

const changesWith = ({ sets }: IndexRecord, month: Month, key: keyof Days): Change[] =>
  sets.flatMap(({ version, images }) =>
    images.flatMap((image) =>
      Object.entries(image.targets).flatMap(([target, { days, reason }]): Change[] => {
        const day = days[key];
        return day === undefined || monthOf(day) !== month
          ? []
          : [{ day, version, member: memberOf(image), target, reason }];
      }),
    ),
  );

function changeOf({ image: name, day, target, reason }: Omit<UpcomingChange, "phase">): Change[] {
  const image = parseImageName(name);
  return image === undefined ? [] : [{ day, version: image.version, member: memberOf(image), target, reason }];
}
