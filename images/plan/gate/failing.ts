import { decidingAttempts } from "../../tree/attempts.ts";
import { addDays, earlierDay, formatDay, type Day } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import { verdictOf, type Gate, type Verdict } from "./gate.ts";
import { isRetired } from "../../model/target.ts";
import type { Draft, ImageDraft, SetDraft, TargetDraft } from "../draft.ts";

export const imageVerdict = (draft: Draft, { record, image, member }: ImageDraft): Verdict =>
  verdictOf(record === null ? [] : decidingAttempts(record), draft.today, flakyPasses(draft, image.version, member));

const flakyPasses = (
  { policy, acceptedFlaky }: Draft,
  version: ImageDraft["image"]["version"],
  member: Member,
): boolean => policy.channel === "daily" || acceptedFlaky.keyOf(version, member) !== undefined;

/** The recorded failure of a set that was never shown. The failure of a best-effort image does not fail its set. */
export function failureOfSet(draft: Draft, set: SetDraft): string | undefined {
  if (set.shown) return undefined;
  for (const image of set.images.values()) {
    const failed = [...image.targets.values()].find(
      ({ days, target }) => days.failed !== undefined && !isRetired(target),
    );
    if (failed === undefined) continue;
    if (image.required || imageVerdict(draft, image).state !== "failed") return failed.reason;
  }
  return undefined;
}

/** Why a set can never be shown; undefined while it can. */
export function whyItFails(draft: Draft, set: SetDraft, gate: Gate): string | undefined {
  const { newestShown, newestForeign, suiteEnded, policy } = draft;
  const recorded = failureOfSet(draft, set);
  if (recorded !== undefined) return recorded;
  if (gate.state === "closed") return `gate closed: ${gate.reason}`;
  if (suiteEnded) return `${policy.suite} has ended`;
  if (newestShown !== null && set.order < newestShown.order) return `a newer one is current: ${newestShown.version}`;
  if (newestForeign !== null && set.order <= newestForeign.order) {
    return `the directory ${newestForeign.version}, which is not ours, is newer`;
  }
  if (set.failsOn !== null && draft.today >= set.failsOn) {
    return `incomplete for ${policy.retention.failed} days, until ${formatDay(set.failsOn)}: ${gate.reason}`;
  }
  return undefined;
}

/** The day on which an incomplete set fails: after as many days as a failed one is kept, counted from its first image. */
export function failsOn(draft: Draft, set: SetDraft, { missing }: Pick<Gate, "missing">): Day | null {
  let first = draft.today;
  let incomplete = missing.length > 0;
  for (const { targets, required } of set.images.values()) {
    for (const { days, phase, target } of targets.values()) {
      first = earlierDay(first, days.made);
      incomplete ||= required && target.required && phase === "lost";
    }
  }
  return incomplete ? addDays(first, draft.policy.retention.failed) : null;
}

export function fail(draft: Draft, atTarget: TargetDraft, reason: string): void {
  atTarget.phase = "failed";
  atTarget.days = { ...atTarget.days, failed: draft.today };
  atTarget.reason = reason;
}
