import type { TargetRecord } from "../record.ts";
import type { Draft, ImageDraft, SetDraft, StandingDraft } from "./draft.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "./types.ts";

/** The draft as its readers see it. */
export function tableOf(draft: Draft): SetPlan[] {
  const dropped = new Set<string>();
  const sets = draft.sets.map((set) => setPlan(set, dropped));
  for (const target of dropped) {
    draft.warnings.push(`cloud-images:targets does not name ${target}: its images are left as they are recorded`);
  }
  return sets;
}

function setPlan({ version, expect, gate, gateReason, images }: SetDraft, dropped: Set<string>): SetPlan {
  const plans: ImagePlan[] = [];
  for (const image of images.values()) {
    for (const [target] of image.elsewhere) dropped.add(target);
    plans.push(imagePlan(image));
  }
  return { version, expect, gate, gateReason, images: plans };
}

function imagePlan(draft: ImageDraft): ImagePlan {
  const { image, name, required, digest, packages, record, candidate } = draft;
  const targets = new Map<string, TargetPlan>();
  for (const standing of draft.standings) targets.set(standing.target.name, targetPlan(standing));
  for (const [target, recorded] of draft.elsewhere) targets.set(target, leftAlone(recorded));
  return { image, name, required, digest, packages, record, candidate, targets };
}

const targetPlan = ({ phase, reason, days, replacement, next, spared, repair }: StandingDraft): TargetPlan => ({
  phase,
  reason,
  days,
  listed: phase === "current" || phase === "superseded",
  replacement,
  next,
  spared,
  repair,
});

const leftAlone = ({ phase, reason, days, listed, replacement }: TargetRecord): TargetPlan => ({
  phase,
  reason,
  days,
  listed,
  replacement: replacement ?? null,
  next: null,
  spared: null,
  repair: [],
});
