import type { Day } from "../model/day.ts";
import type { StackPolicy } from "./policy.ts";
import { compareVersions } from "../model/version.ts";
import { admitCandidates } from "./admission.ts";
import { decideDeletions } from "./deletions.ts";
import { draftOf, recordedSet, type Draft } from "./draft.ts";
import type { Facts } from "./facts.ts";
import { noFamilies, rankSet, type Families } from "./visibility.ts";
import { currentPackages } from "./held.ts";
import { warnOfLeaks } from "./leaks.ts";
import { judgeDamage } from "./lost.ts";
import { takeBackHalves } from "./partial.ts";
import { pointersOf } from "./pointers.ts";
import { hasPublicImage } from "./public.ts";
import { keepRecorded } from "./recorded.ts";
import { giveUpUnshown } from "./retired.ts";
import { decideSet } from "./gate-outcome.ts";
import { decisionFor, releasedBy } from "./release.ts";
import { tableOf } from "./table.ts";
import type { Plan } from "./types.ts";
import { withdraw } from "./withdrawal.ts";
import { askAboutWithdrawnDailies } from "./withdrawn-daily.ts";

/**
 * What the world is to look like after a run on that day: for each image at each target the phase, the reason, and what comes next.
 * Repeated after the run that did it, it gives the same table and nothing to do. An undecided gate is taken to open.
 */
export function plan(facts: Facts, policy: StackPolicy, day: Day): Plan {
  const draft = draftOf(facts, policy, day);
  takeStock(draft);
  const decision = decisionFor(draft);
  draft.released = releasedBy(draft, decision);
  admitCandidates(draft);
  const families = decideSets(draft);
  askAboutWithdrawnDailies(draft);
  const deletions = decideDeletions(draft, families);
  return {
    day,
    sets: tableOf(draft),
    pointers: pointersOf(families),
    deletions,
    decision,
    refusals: draft.refusals,
    warnings: draft.warnings,
  };
}

/** What became of the sets since the last run, the newest first. Set by set, since a large channel is too much for the processor's cache. */
function takeStock(draft: Draft): void {
  for (const recorded of draft.facts.sets.toSorted((a, b) => compareVersions(b.version, a.version))) {
    const set = recordedSet(draft, recorded);
    keepRecorded(draft, set);
    withdraw(draft, set);
    judgeDamage(draft, set);
    takeBackHalves(draft, set);
    giveUpUnshown(draft, set);
    if (draft.newestShown === null && hasPublicImage(draft, set)) draft.newestShown = set;
    draft.sets.push(set);
  }
}

/** Decides about every set, the newest first. */
function decideSets(draft: Draft): Families {
  const current = currentPackages(draft);
  const families = noFamilies(draft);
  const { policy } = draft;
  for (const set of draft.sets) {
    decideSet(draft, set, current);
    if (draft.kept.size < policy.retention.keep && hasPublicImage(draft, set)) draft.kept.add(set.version);
    rankSet(draft, set, families);
    warnOfLeaks(draft, set);
  }
  draft.sets = draft.sets.filter(({ images }) => images.size > 0);
  return families;
}
