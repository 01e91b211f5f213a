import type { Day } from "../model/day.ts";
import type { StackPolicy } from "./policy.ts";
import { compareVersions, type Version } from "../model/version.ts";
import { admitCandidates } from "./gate/admission.ts";
import { decideDeletions } from "./retention/deletions.ts";
import { draftOf, type Draft, type SetDraft } from "./draft.ts";
import { recordedSet } from "./visibility/recorded-set.ts";
import type { Facts } from "./facts.ts";
import { noFamilies, rankSet, type Families } from "./visibility/visibility.ts";
import { currentPackages } from "./gate/held.ts";
import { judgeDamage } from "./visibility/lost.ts";
import { hidePartial } from "./visibility/partial.ts";
import { hasPublicImage } from "./visibility/public.ts";
import { keepRecorded } from "./visibility/recorded.ts";
import { decideSet } from "./gate/gate-outcome.ts";
import { decisionFor, releasedBy } from "./release/release.ts";
import { tableOf } from "./table.ts";
import type { Plan } from "./types.ts";
import { withdraw } from "./visibility/withdrawal.ts";
import type { Member } from "../model/image.ts";
import { isListed } from "../tree/visibility.ts";
import { selectionOf } from "../model/selection.ts";
import { isLeakReason } from "../builds/build-log.ts";
import { withoutCredential } from "../credentials/credentials.ts";
import type { Phase } from "../tree/record.ts";
import { isRetired } from "../model/target.ts";
import { fail } from "./gate/failing.ts";

/**
 * The state of the world after a run on that day: for each image at each target its phase, the reason, and its next change. It
 * assumes that an undecided gate opens. Planning again after a run that did everything gives the same states, and nothing to do.
 */
export function plan(facts: Facts, policy: StackPolicy, day: Day): Plan {
  const draft = draftOf(facts, policy, day);
  judgeRecords(draft);
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

/** Judges the recorded sets, the newest first. Set by set, because a large channel does not fit the processor's cache. */
function judgeRecords(draft: Draft): void {
  for (const recorded of draft.facts.sets.toSorted((a, b) => compareVersions(b.version, a.version))) {
    const set = recordedSet(draft, recorded);
    keepRecorded(draft, set);
    withdraw(draft, set);
    judgeDamage(draft, set);
    hidePartial(draft, set);
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

/** By target: the version of each family's current image, which its pointer names. */
function pointersOf(families: Families): Plan["pointers"] {
  const pointers = new Map<string, Map<Member, Version>>();
  for (const [{ name }, members] of families) {
    const versions = new Map<Member, Version>();
    for (const [member, { current }] of members) if (current !== undefined) versions.set(member, current);
    pointers.set(name, versions);
  }
  return pointers;
}

/** A release has the same bytes as its daily. If only the daily was withdrawn, a person has to decide about the release. */
function askAboutWithdrawnDailies({ facts, policy, sets, refusals }: Draft): void {
  const answered = selectionOf(Object.keys(policy.keepReleased));
  for (const { version, member, reason } of facts.withdrawnDailies ?? []) {
    const image = sets.find((set) => set.version === version)?.images.get(member);
    const isPublic = [...(image?.targets.values() ?? [])].some(({ phase }) => isListed(phase) || phase === "hidden");
    if (image === undefined || !isPublic || answered.keyOf(version, member) !== undefined) continue;
    refusals.push({
      where: image.name,
      value: `its daily was withdrawn: ${reason}`,
      expected: "an answer: the release has the same bytes",
      remedy: `withdraw it here too (cloud-images:withdraw), or say why it stays (cloud-images:keepReleased "${version}/${member}")`,
    });
  }
}

/** Phases in which the warning about a log is still shown. */
const warned: ReadonlySet<Phase> = new Set(["made", "held", "current"]);

/** A credential in a job's log is public on the CI's own page, whether or not we keep the log. */
function warnOfLeaks({ warnings }: Draft, { images }: SetDraft): void {
  for (const { name, record, targets } of images.values()) {
    const noLog = record?.build.noLog ?? null;
    if (noLog === null || !isLeakReason(noLog)) continue;
    if (![...targets.values()].some(({ phase }) => warned.has(phase))) continue;
    warnings.push(
      `${name}: the log of ${withoutCredential(record?.build.job ?? "its build")} is not published: ${noLog}`,
    );
  }
}

/**
 * Fails the images that a retired target has and never showed, so that they are removed. The images that it shows are hidden
 * (visibility.ts) and removed after the usual time (retention.ts). None of this affects their sets.
 */
function giveUpUnshown(draft: Draft, { images }: SetDraft): void {
  for (const image of images.values()) {
    for (const atTarget of image.targets.values()) {
      const { target, phase } = atTarget;
      if (isRetired(target) && (phase === "made" || phase === "held"))
        fail(draft, atTarget, `${target.name} is retired`);
    }
  }
}
