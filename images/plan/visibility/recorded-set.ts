import { earlierDay, type Day } from "../../model/day.ts";
import { memberOf } from "../../model/image.ts";
import type { Target } from "../../model/target.ts";
import type { Days, ImageRecord, TargetRecord } from "../../tree/record.ts";
import { emptySet, newTargetDraft, type Draft, type ImageDraft, type SetDraft, type TargetDraft } from "../draft.ts";
import type { RecordedSet } from "../facts.ts";
import type { StackPolicy } from "../policy.ts";

/** A set as it is recorded. Its phases are decided again. */
export function recordedSet({ policy, today }: Draft, { version, expect, decision, images }: RecordedSet): SetDraft {
  const set = emptySet(version, expect, decision ?? null);
  for (const record of images) {
    const image = recordedImage(set, record, policy, today);
    set.images.set(image.member, image);
    set.shown ||= wasEver(record, "shown");
    set.held ||= wasEver(record, "held");
  }
  return set;
}

function wasEver({ targets }: ImageRecord, phase: "shown" | "held"): boolean {
  for (const target in targets) if (targets[target]?.days[phase] !== undefined) return true;
  return false;
}

function recordedImage(set: SetDraft, record: ImageRecord, policy: StackPolicy, today: Day): ImageDraft {
  const { suite, channel, targets } = policy;
  const { name, vendor, arch, digest, packages } = record;
  const member = memberOf(record);
  const targetDrafts = new Map<string, TargetDraft>();
  for (const target of targets) {
    const recorded = record.targets[target.name];
    if (recorded !== undefined) targetDrafts.set(target.name, recordedTarget(target, recorded, today));
  }
  return {
    image: { suite, channel, vendor, arch, version: set.version },
    name,
    member,
    required: set.required.has(member),
    digest,
    packages,
    record,
    candidate: null,
    targets: targetDrafts,
  };
}

const recordedTarget = (target: Target, recorded: TargetRecord, today: Day): TargetDraft => ({
  ...newTargetDraft(target, today),
  reason: recorded.reason,
  days: notInFuture(recorded.days, today),
  replacement: recorded.replacement ?? null,
});

/** A day in the future, from a wrong clock, counts as today, and is recorded as today. */
function notInFuture(recorded: Readonly<Days>, today: Day): Readonly<Days> {
  if (newestOf(recorded) <= today) return recorded;
  const days: Days = { ...recorded };
  for (const phase of datedPhases) {
    const day = recorded[phase];
    if (day !== undefined) days[phase] = earlierDay(day, today);
  }
  return days;
}

const datedPhases = ["made", "held", "shown", "superseded", "hidden", "failed", "withdrawn", "lost", "gone"] as const;

function newestOf(days: Readonly<Days>): number {
  const { made, held = made, shown = made, superseded = made, hidden = made } = days;
  const { failed = made, withdrawn = made, lost = made, gone = made } = days;
  return Math.max(made, held, shown, superseded, hidden, failed, withdrawn, lost, gone);
}
