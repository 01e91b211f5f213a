import { addDays, laterDay, type Day } from "../model/day.ts";
import { suiteDefinition } from "../model/definitions/suites.ts";
import { hidesOn, hidingInWords } from "./retention/hide.ts";
import { keptInWords, observedAt, type Draft, type SetDraft, type TargetDraft } from "./draft.ts";
import type { Change } from "./types.ts";

/**
 * The next change of an image at a target, after today's.
 *
 * @param leave its removal, by the retention; null while it stays
 */
export function nextChange(draft: Draft, set: SetDraft, atTarget: TargetDraft, leave: Change | null): Change | null {
  switch (atTarget.phase) {
    case "gone":
      return null;
    case "made":
      return afterMade(set, atTarget);
    case "current":
      return afterCurrent(draft);
    case "superseded":
      return afterSuperseded(draft, set, atTarget);
    case "held":
    case "hidden":
    case "failed":
    case "withdrawn":
    case "lost":
      return leave;
  }
}

function afterMade({ failsOn }: SetDraft, { reason }: TargetDraft): Change {
  if (failsOn !== null)
    return { phase: "failed", day: failsOn, reason: `${reason}; unless the set is complete by then` };
  return { phase: "current", day: null, reason };
}

function afterCurrent(draft: Draft): Change {
  const end = suiteEnd(draft);
  if (draft.policy.channel === "release" && end !== null) return { phase: "hidden", ...end };
  return { phase: "superseded", day: null, reason: "when a newer one is shown" };
}

function afterSuperseded(draft: Draft, { version }: SetDraft, { target, days }: TargetDraft): Change | null {
  const { state, reason } = observedAt(draft, target);
  const { policy, today } = draft;
  if (policy.channel === "release") {
    const end = suiteEnd(draft);
    return end === null ? null : { phase: "hidden", ...end };
  }
  const { shown, superseded = today } = days;
  if (shown === undefined) return null;
  if (draft.kept.has(version))
    return { phase: "hidden", day: null, reason: `once it is no more ${keptInWords(draft)}` };
  const day = hidesOn(policy, shown, superseded);
  if (day <= today) return { phase: "hidden", day: null, reason: `${target.name} is ${state} (${reason})` };
  return { phase: "hidden", day, reason: hidingInWords(policy, { shown, superseded }, day) };
}

function suiteEnd({ policy, today }: Draft): { day: Day; reason: string } | null {
  const { endOfLts } = suiteDefinition(policy.suite);
  if (endOfLts === null) return null;
  return { day: laterDay(addDays(endOfLts, 1), addDays(today, 1)), reason: `${policy.suite} ends` };
}
