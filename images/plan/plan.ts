import type { Day } from "../day.ts";
import type { StackPolicy } from "../stack-policy.ts";
import { admitCandidates } from "./admission.ts";
import { decideDeletions } from "./deletions.ts";
import { draftOf } from "./draft.ts";
import type { Facts } from "./facts.ts";
import { rankFamilies } from "./families.ts";
import { judgeDamage } from "./lost.ts";
import { takeBackHalves } from "./partial.ts";
import { pointersOf } from "./pointers.ts";
import { keepRecorded } from "./recorded.ts";
import { decideSets } from "./showing.ts";
import { tableOf } from "./table.ts";
import type { Plan } from "./types.ts";
import { withdraw } from "./withdrawal.ts";

/**
 * What the world is to look like after a run on that day: for each image at each target the phase, the reason, and what comes next.
 * Repeated after the run that did it, it gives the same table and nothing to do. An undecided gate is taken to open.
 */
export function plan(facts: Facts, policy: StackPolicy, day: Day): Plan {
  const draft = draftOf(facts, policy, day);
  keepRecorded(draft);
  withdraw(draft);
  judgeDamage(draft);
  takeBackHalves(draft);
  admitCandidates(draft);
  decideSets(draft);
  rankFamilies(draft);
  const deletions = decideDeletions(draft);
  return {
    day,
    sets: tableOf(draft),
    pointers: pointersOf(draft),
    deletions,
    refusals: draft.refusals,
    warnings: draft.warnings,
  };
}
