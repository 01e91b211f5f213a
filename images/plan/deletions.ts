import type { Tombstone } from "../record.ts";
import { observedAt, type Draft, type ImageDraft, type StandingDraft } from "./draft.ts";
import { leaveOf, leavingOf, type Leave } from "./going.ts";
import { undatedFamilies, type UndatedFamilies } from "./foreign.ts";
import { nextChange } from "./next-change.ts";

/** The day's deletions, the oldest versions first; no more images than the configuration allows for one day. */
export function decideDeletions(draft: Draft): Tombstone[] {
  const deletions: Tombstone[] = [];
  const leaving = leavingOf(draft);
  const undated = undatedFamilies(draft);
  const allowance = allowanceOf(draft);
  for (const set of draft.sets.toReversed()) {
    for (const image of set.images.values()) {
      for (const standing of image.standings) {
        if (standing.phase === "gone") {
          finishDeletion(draft, image, standing, deletions);
          continue;
        }
        const leave = leaveOf(leaving, set, image, standing);
        if (leave !== null && isDue(leave, draft)) {
          decideDue(draft, image, standing, { leave, undated, allowance, deletions });
        }
        standing.next = nextChange(draft, set, standing, leave);
      }
    }
  }
  if (allowance.spared.size > 0) draft.warnings.push(overflow(allowance));
  return deletions;
}

const isDue = ({ day }: Leave, { today }: Draft): boolean => day !== null && day <= today;

/** How many images may still go today; an image counts once, over all its targets. */
interface Allowance {
  limit: number;
  readonly going: Set<string>;
  readonly spared: Set<string>;
}

function allowanceOf({ facts, today, policy }: Draft): Allowance {
  const going = new Set<string>();
  for (const { day, image } of facts.tombstones) if (day === today) going.add(image);
  return { limit: policy.retention.maxDeletions, going, spared: new Set() };
}

function overflow({ limit, going, spared }: Allowance): string {
  const due = new Set([...going, ...spared]).size;
  return (
    `${due} images are due to go today, and cloud-images:retention.maxDeletions lets ${limit} go; ` +
    `the others go on the next days, or at once with maxDeletions: ${due} images`
  );
}

interface Due {
  leave: Leave;
  undated: UndatedFamilies;
  allowance: Allowance;
  deletions: Tombstone[];
}

function decideDue(draft: Draft, image: ImageDraft, standing: StandingDraft, due: Due): void {
  const { allowance, deletions, leave } = due;
  standing.spared = whySpared(draft, image, standing, due.undated);
  if (standing.spared !== null) return;
  if (!allowance.going.has(image.name) && allowance.going.size >= allowance.limit) {
    allowance.spared.add(image.name);
    standing.spareEnds = true;
    standing.spared = `as many images as cloud-images:retention.maxDeletions allows (${allowance.limit}) go today`;
    return;
  }
  allowance.going.add(image.name);
  deletions.push({
    image: image.name,
    target: standing.target.name,
    day: draft.today,
    reason: leave.reason,
    digest: image.digest,
  });
  standing.phase = "gone";
  standing.reason = leave.reason;
  standing.days.gone = draft.today;
}

function whySpared(
  draft: Draft,
  { name, member }: ImageDraft,
  { target }: StandingDraft,
  undated: UndatedFamilies,
): string | null {
  const { state, reason, needed } = observedAt(draft, target);
  if (state !== "up") return `${target.name} is ${state} (${reason})`;
  const need = needed.get(name);
  if (need !== undefined) return need;
  const directory = undated.of(member);
  return directory === undefined ? null : `the directory ${directory} of its family has no version`;
}

/** A tombstone was written, and the run ended before the deletion: it is still to be done. */
function finishDeletion(draft: Draft, image: ImageDraft, { target }: StandingDraft, deletions: Tombstone[]): void {
  if (image.record?.targets[target.name]?.days.gone !== undefined) return;
  const tombstone = draft.tombstones.at(target.name, image.name);
  if (tombstone !== undefined) deletions.push(tombstone);
}
