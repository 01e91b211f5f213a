import { formatDay } from "../model/day.ts";
import { count } from "../model/text/columns.ts";
import { memberOf, type Member } from "../model/image.ts";
import type { Version } from "../model/version.ts";
import type { UpcomingChange } from "../plan/next.ts";
import type { Document, Section, Text } from "../report/document/types.ts";
import { isElsewhere, shareText, targetsText } from "../report/document/words.ts";
import { shareOf } from "../report/share.ts";
import type { IndexRecord } from "../tree/record.ts";
import { changesOf, monthLater, type Change, type Month } from "./month.ts";
import { titleOf } from "./published.ts";

/** A channel's month for a mailing list: what was published, withdrawn, hidden and removed, where and why, and what the next month brings. */
export function digestDocument(month: Month, index: IndexRecord, upcoming: readonly UpcomingChange[]): Document {
  const { published, withdrawn, lost, hidden, removed, coming } = changesOf(month, index, upcoming);
  const whole = new Map(index.sets.map(({ version, images }) => [version, images.map(memberOf)]));
  const section = (title: string, changes: readonly Change[]): Section[] =>
    changes.length === 0 ? [] : [{ title, tone: "plain", blocks: [{ is: "list", items: grouped(changes, whole) }] }];
  const sets = new Set(published.map(({ version }) => version)).size;
  return {
    title: titleOf(index, `${index.channel === "release" ? "releases" : "dailies"} in ${month}`),
    lead: [
      [
        `${count(sets, "version")} published; `,
        `${count(imagesIn(withdrawn), "image")} withdrawn, ${imagesIn(hidden)} hidden, ${imagesIn(removed)} removed.`,
      ],
    ],
    sections: [
      // why a version was published, its own announcement says
      ...section(
        "Published",
        published.map((change) => ({ ...change, reason: "" })),
      ),
      ...section("Withdrawn", withdrawn),
      ...section("Lost", lost),
      ...section("Hidden", hidden),
      ...section("Removed", removed),
      ...section(`What comes in ${monthLater(month, 1)}`, coming),
    ],
  };
}

const imagesIn = (changes: readonly Change[]): number =>
  new Set(changes.map(({ version, member }) => `${version}/${member}`)).size;

/** Images to which the same happened at the same places. */
interface Group extends Change {
  members: Member[];
  targets: string[];
}

function grouped(changes: readonly Change[], whole: ReadonlyMap<Version, readonly Member[]>): Text[] {
  return groupsOf(changes)
    .toSorted((a, b) => a.day - b.day)
    .map(({ day, version, members, targets, reason }) => {
      const share = shareText(shareOf(members, whole.get(version) ?? members));
      const where = isElsewhere([{ targets }]) ? [` (${targetsText(targets)})`] : [];
      const why = reason === "" ? [] : [`: ${reason}`];
      return [`${formatDay(day)}  `, { code: version }, ", ", ...share, ...where, ...why];
    });
}

/** First the places of each image, then the images with the same places. */
function groupsOf(changes: readonly Change[]): Group[] {
  const alike = (change: Change): string => `${change.day} ${change.version} ${change.reason}`;
  const perImage = Map.groupBy(changes, (change) => `${alike(change)} ${change.member}`).values();
  const images = [...perImage].flatMap((same): Group[] => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ ...first, members: [first.member], targets: same.map(({ target }) => target).toSorted() }];
  });
  const perPlaces = Map.groupBy(images, (image) => `${alike(image)} ${image.targets.join()}`).values();
  return [...perPlaces].flatMap((same): Group[] => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, members: same.map(({ member }) => member) }];
  });
}
