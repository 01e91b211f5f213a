import type { Target } from "../stack-policy.ts";
import type { Draft, SetDraft } from "./draft.ts";

/** Whether everything that the set requires was shown at the target. */
export function isWholeAt(set: SetDraft, target: Target): boolean {
  for (const member of set.expect.required) {
    const standing = set.images.get(member)?.standings.find((at) => at.target === target);
    if (standing?.days.shown === undefined) return false;
  }
  return true;
}

/** Takes back what a killed run showed of a set at a target, where the rest cannot follow: half a set is never public. */
export function takeBackHalves(draft: Draft, set: SetDraft, canFollow: (target: Target) => boolean): void {
  for (const target of draft.policy.targets) {
    if (isWholeAt(set, target) || canFollow(target)) continue;
    for (const { standings } of set.images.values()) {
      const standing = standings.find((at) => at.target === target);
      if (standing?.phase !== "current") continue;
      standing.phase = "made";
      delete standing.days.shown;
    }
  }
}
