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
  const unfit = new Set<Version>();
  let current: Version | undefined;
  for (const { version, standing } of family) {
    if (standing.phase !== "current") {
      unfit.add(version);
    } else if (current === undefined) {
      current = version;
      keepCurrent(draft, standing);
    } else {
      supersede(draft, standing, current, unfit);
    }
  }
}

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

/** The replacement stays as it was recorded, so that a settled image is not written anew each day; unless it was itself taken away. */
function supersede(draft: Draft, standing: StandingDraft, current: Version, unfit: ReadonlySet<Version>): void {
  const { days, replacement } = standing;
  days.superseded ??= draft.today;
  if (replacement === null || unfit.has(replacement)) standing.replacement = current;
  standing.phase = "superseded";
  standing.reason = `superseded by ${standing.replacement ?? current} on ${formatDay(days.superseded)}`;

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
