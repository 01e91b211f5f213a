import { lastDecided, mustBoot } from "../../tree/attempts.ts";
import type { Day } from "../../model/day.ts";
import { memberOf, parseImageName, type Member } from "../../model/image.ts";
import type { RecordedSet, WithdrawnDaily } from "../facts.ts";
import type { ImageRecord, Phase, Tombstone } from "../../tree/record.ts";
import { mirrorTarget } from "../../model/target.ts";
import { compareVersions, type Version } from "../../model/version.ts";

/** Reads records only: which dailies a release may be made from, and what was released before. */

/** Phases of an image that is neither failed, withdrawn, lost nor deleted. */
const goodPhases: ReadonlySet<Phase> = new Set(["made", "held", "current", "superseded", "hidden"]);

const inMirror = ({ targets }: ImageRecord) => targets[mirrorTarget.name];

export const hasPassed = (record: ImageRecord): boolean =>
  (mustBoot(record) ? lastDecided(record) : record.attempts.at(-1))?.outcome === "passed";

/** Tested, and neither withdrawn nor lost since. */
export function isPromotable(record: ImageRecord): boolean {
  const phase = inMirror(record)?.phase;
  return phase !== undefined && goodPhases.has(phase) && hasPassed(record);
}

/** The newest daily whose gate opened, and which has every image that a release requires. */
export function newestPromotable(
  dailies: readonly RecordedSet[],
  required: readonly Member[],
): RecordedSet | undefined {
  const whole = dailies.filter(({ images }) => {
    const good = new Set(images.filter(isPromotable).map(memberOf));
    return images.some(hadOpenGate) && required.every((member) => good.has(member));
  });
  return newest(whole);
}

function hadOpenGate(record: ImageRecord): boolean {
  const days = inMirror(record)?.days;
  return days?.shown !== undefined || days?.held !== undefined;
}

/** The newest release that was shown and is still to be had, with the first day of its showing. */
export function lastRelease(releases: readonly RecordedSet[]): { set: RecordedSet; shown: Day } | undefined {
  const shown = releases.map((set) => ({ ...set, images: set.images.filter(isReleased) }));
  const set = newest(shown.filter(({ images }) => images.length > 0));
  const days = set?.images.flatMap((image) => inMirror(image)?.days.shown ?? []);
  return set === undefined || days === undefined ? undefined : { set, shown: firstOf(days) };
}

const firstOf = (days: readonly Day[]): Day => days.reduce((first, day) => (day < first ? day : first));

const releasedPhases: ReadonlySet<Phase> = new Set(["current", "superseded", "hidden"]);

function isReleased(record: ImageRecord): boolean {
  const mirror = inMirror(record);
  return mirror !== undefined && releasedPhases.has(mirror.phase) && mirror.days.shown !== undefined;
}

const newest = (sets: readonly RecordedSet[]): RecordedSet | undefined =>
  sets.toSorted((a, b) => compareVersions(b.version, a.version))[0];

/** The withdrawn dailies, each image once; also those that were deleted since. */
export function withdrawnDailies(dailies: readonly RecordedSet[], tombstones: readonly Tombstone[]): WithdrawnDaily[] {
  const recorded = dailies.flatMap(({ version, images }) => images.flatMap((image) => withdrawnAs(version, image)));
  const tombstoned = tombstones.flatMap(({ image: name, phase, reason }) => {
    const image = parseImageName(name);
    if (image === undefined || phase !== "withdrawn") return [];
    return [{ version: image.version, member: memberOf(image), reason }];
  });
  const each = new Map([...tombstoned, ...recorded].map((daily) => [`${daily.version}/${daily.member}`, daily]));
  return [...each.values()];
}

function withdrawnAs(version: Version, image: ImageRecord): WithdrawnDaily[] {
  const mirror = inMirror(image);
  if (mirror?.phase !== "withdrawn") return [];
  return [{ version, member: memberOf(image), reason: mirror.reason }];
}
