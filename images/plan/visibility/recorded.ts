import { earlierDay, type Day } from "../../model/day.ts";
import type { Days, Phase, Tombstone } from "../../tree/record.ts";
import type { Draft, ImageDraft, SetDraft, TargetDraft } from "../draft.ts";

/** Keeps final decisions of earlier days. Every image that was shown becomes `current` here; `rankSet` decides the rest. */
export function keepRecorded(draft: Draft, { images }: SetDraft): void {
  for (const image of images.values()) {
    for (const atTarget of image.targets.values()) atTarget.phase = recordedPhase(draft, image, atTarget);
  }
}

function recordedPhase(draft: Draft, image: ImageDraft, atTarget: TargetDraft): Phase {
  const tombstone = draft.tombstones.at(atTarget.target.name, image.name);
  if (tombstone !== undefined) {
    atTarget.days = leftOn(earlierDay(tombstone.day, draft.today), tombstone, atTarget);
    atTarget.reason = tombstone.reason;
  }
  const { days } = atTarget;
  if (days.gone !== undefined) return "gone";
  if (days.withdrawn !== undefined) return "withdrawn";
  if (days.failed !== undefined) return "failed";
  if (days.lost !== undefined) return "lost";
  return phaseBeforeTrouble(atTarget);
}

/** The record of a removed image may still say that it was lost, though it was intact again. The tombstone has the right phase. */
function leftOn(gone: Day, { phase }: Tombstone, { days }: TargetDraft): Days {
  const left: Days = { ...days, gone };
  if (phase !== "lost") delete left.lost;
  return left;
}

export function phaseBeforeTrouble({ days }: TargetDraft): Phase {
  if (days.shown !== undefined) return "current";
  return days.held === undefined ? "made" : "held";
}
