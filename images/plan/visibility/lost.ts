import { formatDay } from "../../model/day.ts";
import type { Damage } from "../facts.ts";
import { observedAt, type Draft, type ImageDraft, type SetDraft, type StandingDraft } from "../draft.ts";
import { phaseBeforeTrouble } from "./recorded.ts";

/** What vanished or changed is repaired where its recorded digest can be reached again; else it is lost, until it is intact again. */
export function judgeDamage(draft: Draft, { images }: SetDraft): void {
  for (const image of images.values()) {
    for (const standing of image.targets.values()) judge(draft, image, standing);
  }
}

function judge(draft: Draft, image: ImageDraft, standing: StandingDraft): void {
  const { phase, target } = standing;
  if (phase === "gone") return;
  const { damaged, state } = observedAt(draft, target);
  const damage = damaged.get(image.name);
  if (phase === "withdrawn" || phase === "failed") {
    // nothing of it can be lost any more, but somebody may have shown it
    if (damage?.repairable === true) standing.repair = damage.findings;
    return;
  }
  if (damage === undefined) {
    if (phase === "lost" && state === "up") regain(standing);
  } else if (damage.repairable) {
    repair(standing, damage);
  } else if (phase !== "lost") {
    lose(draft, standing, damage);
  }
}

function repair(standing: StandingDraft, { findings }: Damage): void {
  if (standing.phase === "lost") regain(standing);
  standing.repair = findings;
}

function lose(draft: Draft, standing: StandingDraft, { findings }: Damage): void {
  standing.phase = "lost";
  standing.days = { ...standing.days, lost: draft.today };
  standing.reason = `lost ${formatDay(draft.today)}: ${findings.join("; ")}`;
}

function regain(standing: StandingDraft): void {
  const days = { ...standing.days };
  delete days.lost;
  standing.days = days;
  standing.phase = phaseBeforeTrouble(standing);
}
