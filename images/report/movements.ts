import { memberOf, parseImageName, type Member } from "../model/image.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "../plan/types.ts";
import type { Days, Phase, TargetRecord } from "../tree/record.ts";
import type { Day } from "../model/day.ts";
import type { Version } from "../model/version.ts";
import { publicRank } from "../tree/visibility.ts";
import { alike } from "./alike.ts";
import { shareOf } from "./share.ts";
import { movementKinds, type Movement, type MovementKind } from "./types.ts";

/** Every change of an image at a target, grouped if alike; irreversible ones first. */
export function movementsOf(plan: Plan): Movement[] {
  const moves = [...deletions(plan), ...plan.sets.flatMap(movesOf)];
  return together(moves, wholeSets(plan)).toSorted(
    (a, b) => movementKinds.indexOf(a.kind) - movementKinds.indexOf(b.kind),
  );
}

/** What happens to one image at one target. */
interface Move {
  kind: MovementKind;
  version: Version;
  member: Member;
  target: string;
  reason: string;
  day: Day | null;
}

function deletions({ deletions }: Plan): Move[] {
  return deletions.map(({ image: name, target, reason, day }) => {
    const image = parseImageName(name);
    if (image === undefined) throw new RangeError(`a deletion of what is no image: ${name}`);
    return { kind: "deleted", version: image.version, member: memberOf(image), target, reason, day };
  });
}

function movesOf(set: SetPlan): Move[] {
  const wasShown = set.images.some(isRecordedShown);
  return set.images.flatMap((image) =>
    [...image.targets].flatMap(([target, after]) =>
      changesOf(image.record?.targets[target], after, wasShown).map(([kind, reason]) => ({
        kind,
        version: set.version,
        member: memberOf(image.image),
        target,
        reason: inGeneral(reason, image),
        day: after.days[dayKey(after.phase)] ?? null,
      })),
    ),
  );
}

const isRecordedShown = ({ record }: ImagePlan): boolean =>
  Object.values(record?.targets ?? {}).some(({ days }) => days.shown !== undefined);

/** Replaces each image's own name, so that equal reasons group. */
const inGeneral = (reason: string, { name }: ImagePlan): string => reason.replaceAll(name, "NAME");

const dayKey = (phase: Phase): keyof Days => (phase === "current" ? "shown" : phase);

/** A change with its reason. A deletion's reason is in its tombstone. */
function changesOf(before: TargetRecord | undefined, after: TargetPlan, wasShown: boolean): [MovementKind, string][] {
  const { phase, reason, repair, spared } = after;
  if (phase === "gone") return [];
  const changes: [MovementKind, string][] = [];
  if (before?.phase !== phase) changes.push([kindOf(before?.phase, phase, wasShown), reason]);
  if (repair.length > 0) changes.push(["repaired", repair.join("; ")]);
  if (changes.length === 0 && before !== undefined && !isRecordedSo(before, after)) changes.push(["recorded", reason]);
  if (spared !== null) changes.push(["spared", spared]);
  return changes;
}

function kindOf(from: Phase | undefined, to: Exclude<Phase, "gone">, wasShown: boolean): MovementKind {
  switch (to) {
    case "withdrawn":
    case "lost":
    case "failed":
    case "held":
      return to;
    case "current":
      if (from === undefined || from === "made" || from === "held") return wasShown ? "joins" : "appears";
      return "returns";
    case "made":
    case "superseded":
    case "hidden":
      return from !== undefined && (from === "lost" || publicRank(to) > publicRank(from)) ? "returns" : to;
  }
}

function isRecordedSo(before: TargetRecord, after: TargetPlan): boolean {
  return (
    before.reason === after.reason &&
    before.listed === after.listed &&
    (before.replacement ?? null) === after.replacement &&
    daysText(before.days) === daysText(after.days)
  );
}

const daysText = (days: Days): string =>
  Object.entries(days)
    .filter(([, day]) => day !== undefined)
    .map(([key, day]) => `${key} ${day}`)
    .toSorted()
    .join(" ");

/** By version, all images of the set. */
export const wholeSets = ({ sets }: Plan): ReadonlyMap<Version, readonly Member[]> =>
  new Map(sets.map(({ version, images }) => [version, images.map(({ image }) => memberOf(image))]));

function together(moves: readonly Move[], whole: ReadonlyMap<Version, readonly Member[]>): Movement[] {
  const atTarget = alike(moves, ({ kind, version, target, reason, day }) => [kind, version, target, reason, day]);
  const everywhere = alike(atTarget, (group) => {
    const [{ kind, version, reason, day }] = group;
    return [kind, version, reason, day, group.map(({ member }) => member)];
  });
  return everywhere.map((groups) => {
    const [group] = groups;
    const [{ kind, version, reason, day }] = group;
    const members = group.map(({ member }) => member);
    const targets = groups.map(([{ target }]) => target);
    return { kind, version, targets, images: shareOf(members, whole.get(version) ?? members), reason, day };
  });
}
