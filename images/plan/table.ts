import { count } from "../model/text/columns.ts";
import type { TargetRecord } from "../tree/record.ts";
import type { Draft, SetDraft } from "./draft.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "./types.ts";

/** The sets of the plan. Their images keep their recorded states at targets that the configuration does not name. */
export function tableOf(draft: Draft): SetPlan[] {
  for (const target of draft.droppedTargets) warnOfImagesAt(draft, target);
  return draft.sets.map((set) => setPlan(draft, set));
}

/** There is no warning once nothing of ours is at the target. */
function warnOfImagesAt({ facts, warnings }: Draft, target: string): void {
  const left = facts.sets.flatMap(({ images }) => images).filter(({ targets }) => isThere(targets[target]));
  if (left.length === 0) return;
  warnings.push(
    `cloud-images:targets does not name ${target}, which has ${count(left.length, "image")}: they are left as they are recorded; ` +
      "name it again with retired: true, and take it out when all of them are gone",
  );
}

const isThere = (recorded: TargetRecord | undefined): boolean =>
  recorded !== undefined &&
  recorded.phase !== "gone" &&
  (recorded.refs.length > 0 || recorded.days.shown !== undefined);

function setPlan(
  { droppedTargets }: Draft,
  { version, expect, gate, gateReason, decision, images: drafts }: SetDraft,
): SetPlan {
  const images: ImagePlan[] = [...drafts.values()];
  const whole = droppedTargets.size === 0 ? images : images.map((image) => withDropped(image, droppedTargets));
  return { version, expect, gate, gateReason, decision, images: whole };
}

function withDropped(image: ImagePlan, dropped: ReadonlySet<string>): ImagePlan {
  const targets = new Map(image.targets);
  for (const target of dropped) {
    const recorded = image.record?.targets[target];
    if (recorded !== undefined) targets.set(target, unchanged(recorded));
  }
  return { ...image, targets };
}

const unchanged = ({ phase, reason, days, listed, replacement }: TargetRecord): TargetPlan => ({
  phase,
  reason,
  days,
  listed,
  replacement: replacement ?? null,
  next: null,
  spared: null,
  repair: [],
});
