import { formatDay } from "../../model/day.ts";
import type { Damage } from "../facts.ts";
import { observedAt, type Draft, type ImageDraft, type SetDraft, type TargetDraft } from "../draft.ts";
import { phaseBeforeTrouble } from "./recorded.ts";

/** A damaged image is repaired if its recorded digest can be restored. Else it is lost, until it is intact again. */
export function judgeDamage(draft: Draft, { images }: SetDraft): void {
  for (const image of images.values()) {
    for (const atTarget of image.targets.values()) judge(draft, image, atTarget);
  }
}

function judge(draft: Draft, image: ImageDraft, atTarget: TargetDraft): void {
  const { phase, target } = atTarget;
  if (phase === "gone") return;
  const { damaged, state } = observedAt(draft, target);
  const damage = damaged.get(image.name);
  if (phase === "withdrawn" || phase === "failed") {
    // such an image cannot be lost any more, but somebody may have made it public
    if (damage?.repairable === true) atTarget.repair = damage.findings;
    return;
  }
  if (damage === undefined) {
    if (phase === "lost" && state === "up") regain(atTarget);
  } else if (damage.repairable) {
    repair(atTarget, damage);
  } else if (phase !== "lost") {
    lose(draft, atTarget, damage);
  }
}

function repair(atTarget: TargetDraft, { findings }: Damage): void {
  if (atTarget.phase === "lost") regain(atTarget);
  atTarget.repair = findings;
}

function lose(draft: Draft, atTarget: TargetDraft, { findings }: Damage): void {
  atTarget.phase = "lost";
  atTarget.days = { ...atTarget.days, lost: draft.today };
  atTarget.reason = `lost ${formatDay(draft.today)}: ${findings.join("; ")}`;
}

function regain(atTarget: TargetDraft): void {
  const days = { ...atTarget.days };
  delete days.lost;
  atTarget.days = days;
  atTarget.phase = phaseBeforeTrouble(atTarget);
}
