import { addDays, daysBetween, formatDay } from "../day.ts";
import type { Member } from "../image.ts";
import type { Target } from "../stack-policy.ts";
import type { Version } from "../version.ts";
import { observedAt, type Draft, type StandingDraft } from "./draft.ts";

interface Shown {
  version: Version;
  standing: StandingDraft;
}

/** The newest image of a family that is public stays current; those before it are superseded, and hidden in time. */
export function rankFamilies(draft: Draft): void {
  for (const target of draft.policy.targets) {
    for (const family of familiesAt(draft, target).values()) rank(draft, family);
  }
}

/** By family, what was ever shown at the target, the newest first. */
function familiesAt({ sets }: Draft, target: Target): Map<Member, Shown[]> {
  const families = new Map<Member, Shown[]>();
  for (const { version, images } of sets) {
    for (const { member, standings } of images.values()) {
      for (const standing of standings) {
        if (standing.target !== target || standing.days.shown === undefined) continue;
        const family = families.get(member);
        if (family === undefined) families.set(member, [{ version, standing }]);
        else family.push({ version, standing });
      }
    }
  }
  return families;
}

function rank(draft: Draft, family: readonly Shown[]): void {
  const takenAway = new Set<Version>();
  let current: Version | undefined;
  for (const { version, standing } of family) {
    if (standing.phase !== "current") {
      if (wasTakenAway(standing)) takenAway.add(version);
      continue;
    }
    const recorded = standing.replacement;
    const replacement = recorded === null || takenAway.has(recorded) ? current : recorded;
    const { superseded, hidden } = standing.days;
    // what came after it has gone with the suite, whatever a clock says that is set back
    const isOver = draft.suiteEnded || (hidden !== undefined && takenAway.size === 0);
    const wasSuperseded = superseded !== undefined && isOver;
    if (replacement !== undefined && (current !== undefined || wasSuperseded)) {
      supersede(draft, standing, replacement);
    } else {
      keepCurrent(draft, standing);
    }
    current ??= version;
  }
}

const wasTakenAway = ({ days }: StandingDraft): boolean =>
  days.withdrawn !== undefined || days.lost !== undefined || days.failed !== undefined;

/** Only the end of its suite hides it. One that was superseded is newest again, because what came after it is gone. */
function keepCurrent(draft: Draft, standing: StandingDraft): void {
  const { days } = standing;
  if (draft.suiteEnded) {
    hide(draft, standing);
  } else if (days.superseded !== undefined) {
    delete days.superseded;
    delete days.hidden;
  }
  standing.replacement = null;
  if (days.hidden !== undefined) {
    standing.phase = "hidden";
    standing.reason = `hidden ${formatDay(days.hidden)}: ${draft.policy.suite} has ended`;
  } else {
    standing.reason = `newest of its family, shown ${formatDay(days.shown ?? draft.today)}`;
  }
}

/** The replacement stays the recorded one while that was not taken away, so that a settled image is not written anew each day. */
function supersede(draft: Draft, standing: StandingDraft, replacement: Version): void {
  const { days } = standing;
  days.superseded ??= draft.today;
  standing.replacement = replacement;
  standing.phase = "superseded";
  standing.reason = `superseded by ${replacement} on ${formatDay(days.superseded)}`;

  const shown = days.shown ?? draft.today;
  const old = draft.policy.channel === "daily" && draft.today >= addDays(shown, draft.policy.retention.hideAfter);
  if (old || draft.suiteEnded) hide(draft, standing);
  if (days.hidden === undefined) return;
  standing.phase = "hidden";
  standing.reason += `; hidden ${formatDay(days.hidden)}, ${daysBetween(shown, days.hidden)} days after it was shown`;
}

function hide(draft: Draft, { days, target }: StandingDraft): void {
  if (observedAt(draft, target).state !== "down") days.hidden ??= draft.today;
}
