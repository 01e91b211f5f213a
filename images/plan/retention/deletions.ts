import { addDays, type Day } from "../../model/day.ts";
import { printable } from "../../model/text/printable.ts";
import type { Tombstone } from "../../tree/record.ts";
import { isListed } from "../../tree/visibility.ts";
import { allowanceOf, fullToday, overflow, takeAllowance, type Allowance } from "./allowance.ts";
import { observedAt, type Draft, type ImageDraft, type TargetDraft } from "../draft.ts";
import type { Families } from "../visibility/visibility.ts";
import { leaveOf, leavingOf, type Leave } from "./retention.ts";
import { nextChange } from "../next-change.ts";
import type { Member } from "../../model/image.ts";

/** Plans the day's deletions within the configured limit, oldest versions first. Also decides each image's next change. */
export function decideDeletions(draft: Draft, families: Families): Tombstone[] {
  const deletions: Tombstone[] = [];
  const leaving = leavingOf(draft, families);
  const undated = undatedFamilies(draft);
  const allowance = allowanceOf(draft);
  for (const set of draft.sets.toReversed()) {
    for (const image of set.images.values()) {
      for (const atTarget of treeLast(image)) {
        if (atTarget.phase === "gone") {
          finishDeletion(draft, image, atTarget, deletions);
          continue;
        }
        const leave = leaveOf(leaving, set, image, atTarget);
        const isDue = leave !== null && leave.day !== null && leave.day <= draft.today;
        const left = isDue ? decideDue(draft, image, atTarget, { leave, undated, allowance, deletions }) : leave;
        atTarget.next = nextChange(draft, set, atTarget, left);
        atTarget.listed = isListed(atTarget.phase);
      }
    }
  }
  if (allowance.spared.size > 0) draft.warnings.push(overflow(allowance));
  return deletions;
}

/** The clouds first: the tree keeps an image as long as any cloud has it, because its record is in the tree. */
function* treeLast({ targets }: ImageDraft): Generator<TargetDraft> {
  for (const atTarget of targets.values()) if (atTarget.target.kind !== "mirror") yield atTarget;
  for (const atTarget of targets.values()) if (atTarget.target.kind === "mirror") yield atTarget;
}

/** What decides about an image that is due. */
interface Due {
  leave: Leave;
  undated: UndatedFamilies;
  allowance: Allowance;
  deletions: Tombstone[];
}

/** Deletes the image, or spares it and returns its later removal. */
function decideDue(draft: Draft, image: ImageDraft, atTarget: TargetDraft, due: Due): Leave | null {
  const { allowance, deletions, leave } = due;
  const need = whySpared(draft, image, atTarget, due.undated);
  if (need !== null) return spare(atTarget, need, null);
  if (!takeAllowance(allowance, image)) return spare(atTarget, fullToday(allowance), addDays(draft.today, 1));
  deletions.push({
    image: image.name,
    target: atTarget.target.name,
    day: draft.today,
    reason: leave.reason,
    phase: atTarget.phase,
    shown: atTarget.days.shown ?? null,
    digest: image.digest,
  });
  atTarget.phase = "gone";
  atTarget.reason = leave.reason;
  atTarget.days = { ...atTarget.days, gone: draft.today };
  return null;
}

/** @param until null when it waits for an event, not a day */
function spare(atTarget: TargetDraft, reason: string, until: Day | null): Leave {
  atTarget.spared = reason;
  return { phase: "gone", day: until, reason };
}

function whySpared(
  draft: Draft,
  { name, member, targets }: ImageDraft,
  { target }: TargetDraft,
  undated: UndatedFamilies,
): string | null {
  const { state, reason, needed } = observedAt(draft, target);
  if (state !== "up") return `${target.name} is ${state} (${reason})`;
  const need = needed.get(name);
  if (need !== undefined) return need;
  const elsewhere = target.kind === "mirror" ? [...targets.values()].find(isStillThere) : undefined;
  if (elsewhere !== undefined) return `${elsewhere.target.name} still has it, and the tree remembers it`;
  const directory = undated.of(member);
  return directory === undefined ? null : `the directory ${printable(directory)} of its family has no version`;
}

const isStillThere = ({ target, phase }: TargetDraft): boolean => target.kind !== "mirror" && phase !== "gone";

/**
 * Completes the deletion of a killed run, which recorded the image as gone or wrote its tombstone, but not both. A set's record is
 * written before the index, which has the tombstones.
 */
function finishDeletion(draft: Draft, image: ImageDraft, atTarget: TargetDraft, deletions: Tombstone[]): void {
  const { name: target } = atTarget.target;
  const recorded = image.record?.targets[target]?.days.gone;
  const tombstone = draft.tombstones.at(target, image.name);
  if (tombstone === undefined) {
    const day = recorded ?? draft.today;
    deletions.push({
      image: image.name,
      target,
      day,
      reason: atTarget.reason,
      ...phaseLeft(atTarget),
      shown: atTarget.days.shown ?? null,
      digest: image.digest,
    });
  } else if (recorded === undefined) deletions.push(tombstone);
}

/** The phase of a deleted image before its deletion, by its days; empty where they do not show it. */
function phaseLeft({ days }: TargetDraft): Pick<Tombstone, "phase"> {
  const phase = (["withdrawn", "failed", "lost", "hidden"] as const).find((each) => days[each] !== undefined);
  return phase === undefined ? {} : { phase };
}

/** The families that cannot be cleaned up, because one of their directories has no place in the order of versions. */
interface UndatedFamilies {
  /** The name of an undated directory that holds the family. */
  of(member: Member): string | undefined;
}

function undatedFamilies({ facts, warnings }: Draft): UndatedFamilies {
  const byMember = new Map<Member, string>();
  let every: string | undefined;
  for (const { directory, version, members } of facts.foreign) {
    if (version !== null) continue;
    warnings.push(
      `${printable(directory)} has no version: nothing of ${members?.join(", ") ?? "any family"} is removed`,
    );
    if (members === null) every ??= directory;
    else for (const member of members) byMember.set(member, directory);
  }
  return { of: (member) => byMember.get(member) ?? every };
}
