import { formatDay } from "../day.ts";
import type { Damage } from "./facts.ts";
import { observedAt, type Draft, type ImageDraft, type StandingDraft } from "./draft.ts";
import { phaseBeforeTrouble } from "./recorded.ts";

/** What vanished or changed is repaired where its recorded digest can be reached again; else it is lost, until it is intact again. */
export function judgeDamage(draft: Draft): void {
  for (const set of draft.sets) {
    for (const image of set.images.values()) {
      for (const standing of image.standings) judge(draft, image, standing);
    }
  }
}

function judge(draft: Draft, image: ImageDraft, standing: StandingDraft): void {
  const { phase, target } = standing;
  if (phase === "gone" || phase === "withdrawn" || phase === "failed") return;
  const { damaged, state } = observedAt(draft, target);
  const damage = damaged.get(image.name);
  if (damage === undefined) {
    if (phase === "lost" && state === "up") regain(standing);
  } else if (damage.repairable) {
    repair(image, standing, damage);
  } else if (phase !== "lost") {
    lose(draft, standing, damage);
  }
}

function repair(image: ImageDraft, standing: StandingDraft, { findings }: Damage): void {
  if (standing.phase === "lost") regain(standing);
  standing.repair = findings;
  image.wantsBytes = true;
}

function lose(draft: Draft, standing: StandingDraft, { findings }: Damage): void {
  standing.phase = "lost";
  standing.days.lost = draft.today;
  standing.reason = `lost ${formatDay(draft.today)}: ${findings.join("; ")}`;
}

function regain(standing: StandingDraft): void {
  delete standing.days.lost;
  standing.phase = phaseBeforeTrouble(standing);
}
