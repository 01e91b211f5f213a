import { formatDay, type Day } from "../model/day.ts";
import { count } from "../model/text/columns.ts";
import { memberOf, parseImageName, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import type { Version } from "../model/version.ts";
import type { UpcomingChange } from "../plan/next.ts";
import type { Document, Section, Text } from "../report/document/types.ts";
import { shareText } from "../report/document/words.ts";
import { shareOf } from "../report/share.ts";
import type { Days, IndexRecord } from "../tree/record.ts";
import type { Month } from "./events.ts";
import { titleOf } from "./published.ts";

interface Row {
  day: Day;
  version: Version;
  member: Member;
  reason: string;
}

/** The changes of a channel in a month, and the coming ones, for a mailing list. Only the tree counts, not the clouds. */
export function digestDocument(month: Month, index: IndexRecord, coming: readonly UpcomingChange[]): Document {
  const whole = new Map(index.sets.map(({ version, images }) => [version, images.map(memberOf)]));
  const section = (title: string, rows: readonly Row[]): Section[] =>
    rows.length === 0 ? [] : [{ title, tone: "plain", blocks: [{ is: "list", items: grouped(rows, whole) }] }];
  const published = rowsWith(index, month, "shown", () => "");
  const withdrawn = rowsWith(index, month, "withdrawn", (reason) => reason);
  const hidden = rowsWith(index, month, "hidden", (reason) => reason);
  const removed = removedRows(index, month);
  const next = coming.filter(({ target }) => target === mirrorTarget.name).flatMap(comingRow);
  const sets = new Set(published.map(({ version }) => version)).size;
  return {
    title: titleOf(index, `${index.channel === "release" ? "releases" : "dailies"} in ${month}`),
    lead: [
      [
        `${count(sets, "version")} published, ${count(withdrawn.length, "image")} withdrawn, ${removed.length} removed.`,
      ],
    ],
    sections: [
      ...section("Published", published),
      ...section("Withdrawn", withdrawn),
      ...section("Hidden", hidden),
      ...section("Removed", removed),
      ...section("What comes", next),
    ],
  };
}

function rowsWith({ sets }: IndexRecord, month: Month, key: keyof Days, reasonOf: (reason: string) => string): Row[] {
  return sets.flatMap(({ version, images }) =>
    images.flatMap((image) => {
      const at = image.targets[mirrorTarget.name];
      const day = at?.days[key];
      if (at === undefined || day === undefined || !isIn(month, day)) return [];
      return [{ day, version, member: memberOf(image), reason: reasonOf(at.reason) }];
    }),
  );
}

const removedRows = ({ removed }: IndexRecord, month: Month): Row[] =>
  removed.flatMap(({ image: name, target, day, reason }) => {
    const image = parseImageName(name);
    if (image === undefined || target !== mirrorTarget.name || !isIn(month, day)) return [];
    return [{ day, version: image.version, member: memberOf(image), reason }];
  });

function comingRow({ image: name, day, phase, reason }: UpcomingChange): Row[] {
  const image = parseImageName(name);
  return image === undefined
    ? []
    : [{ day, version: image.version, member: memberOf(image), reason: `${phase}, ${reason}` }];
}

const isIn = (month: Month, day: Day): boolean => formatDay(day).startsWith(`${month}-`);

function grouped(rows: readonly Row[], whole: ReadonlyMap<Version, readonly Member[]>): Text[] {
  const groups = Map.groupBy(rows, ({ day, version, reason }) => `${day} ${version} ${reason}`);
  return [...groups.values()]
    .toSorted((a, b) => (a[0]?.day ?? 0) - (b[0]?.day ?? 0))
    .flatMap((group): Text[] => {
      const [first] = group;
      if (first === undefined) return [];
      const members = group.map(({ member }) => member);
      const share = shareText(shareOf(members, whole.get(first.version) ?? members));
      const why = first.reason === "" ? [] : [`: ${first.reason}`];
      return [[`${formatDay(first.day)}  `, { code: first.version }, ", ", ...share, ...why]];
    });
}
