import { addDays, formatDay } from "../../model/day.ts";
import { isRebuild } from "../diff/rebuild.ts";
import { answer, type Case, type Rule } from "./case.ts";
import { fixText, missingPointRelease, quietChanges } from "./reasons.ts";
import type { SourceFix } from "./source-fix.ts";
import type { WeightyFixes } from "./types.ts";

/** A fix or point release that no daily has yet. */
export const waitingForBuildRule: Rule = (matter) => {
  const fixes = matter.waiting.map((fix) => `${fixText(fix)}: in the archive, in no daily yet`);
  return answer("waiting-for-build", [...fixes, ...missingPointRelease(matter)]);
};

export const noCandidateRule: Rule = ({ candidate, last }) => {
  if (candidate !== null) return null;
  return answer("hold", [last === null ? "no tested daily yet" : `no tested daily is newer than ${last.version}`]);
};

/** The last rule; its reasons say when a release may come. */
export const nothingRule: Rule = (matter) =>
  answer("hold", [
    ...matter.fixes.map((fix) => waitText(fix, matter.policy.release.security)),
    quietChanges(matter),
    ...latestDay(matter),
  ]);

function waitText(fix: SourceFix, security: WeightyFixes): string {
  if (fix.due !== null) return `${fixText(fix)}: may wait until ${formatDay(fix.due)}`;
  const unlessAny = fix.isWeighty ? "" : ` (cloud-images:release.security: ${security})`;
  return `${fixText(fix)}: not worth a release by itself${unlessAny}`;
}

function latestDay({ last, changes, policy }: Case): string[] {
  const { atLatest } = policy.release;
  if (last === null || atLatest === null || changes.every(isRebuild)) return [];
  return [`released on ${formatDay(addDays(last.shown, atLatest))} at the latest`];
}
