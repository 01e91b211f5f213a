import { memberOf } from "../../images/image.ts";
import type { ImagePlan, Plan } from "../../images/plan/types.ts";
import type { Phase } from "../../images/record.ts";
import type { Outcome } from "./summary.ts";

/** What a run comes to, of the worst thing in it (design: exit codes). */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, bestEffort: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Phases that an image should not have come to by this run. */
const bad: readonly Phase[] = ["failed", "lost"];

/** `ran`: whether the engine finished without an error. */
export function exitCodeOf({ plan, changed, refusals }: Outcome, ran: boolean): ExitCode {
  if (!ran || plan.refusals.length > 0) return exitCodes.failed;
  const fallen = plan.sets.flatMap(({ version, images }) => {
    const members = changed.filter((change) => change.version === version && bad.includes(change.phase));
    const names = new Set(members.flatMap(({ members: all }) => all));
    return images.filter(({ image }) => names.has(memberOf(image)));
  });
  const unmade = plan.sets.flatMap(({ images }) => images).filter(isUnmade);
  const short = [...fallen, ...unmade];
  if (short.some(({ required }) => required)) return exitCodes.failed;
  return short.length > 0 || refusals.length > 0 || isPlannedOut(plan) ? exitCodes.bestEffort : exitCodes.done;
}

/** It arrived, and after the run there is still no record of it. */
const isUnmade = ({ record, candidate }: ImagePlan): boolean => record === null && candidate !== null;

const isPlannedOut = ({ warnings }: Plan): boolean => warnings.some((warning) => warning.includes("planned out"));
