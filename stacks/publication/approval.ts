import { tableOf } from "../../images/approval/plan-lines.ts";
import { UserError, type Problem } from "../../images/model/errors.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { PublicationSettings } from "../config.ts";
import type { Handed } from "./facts/approval.ts";

/** A run of the program that changes things: no preview. */
interface Run {
  stack: string;
  channel: PublicationSettings["channel"];
  handed: Handed | null;
  plans: readonly Plan[];
}

/** Throws a UserError for a release without an approval, and for a run whose plan is not the approved one. */
export function refuseUnapproved({ stack, channel, handed, plans }: Run): void {
  const problem = handed === null ? unapproved(stack, channel) : misled(stack, handed, tableOf(plans));
  if (problem !== undefined) throw new UserError(problem);
}

/** The default path of a preview's approval, relative to the project. */
export const approvalFile = (stack: string): string => `.dev/previews/${stack}/plan.json`;

/** The remedy: how a person publishes a release. */
const previewThenRun = (stack: string): string =>
  `look at its preview (npm run preview -- --stack ${stack}), ` +
  `and run what that showed (npm run up -- --stack ${stack} --plan ${approvalFile(stack)})`;

/** Why the stack may not be run without an approval; undefined where it may. */
export function unapproved(stack: string, channel: PublicationSettings["channel"]): Problem | undefined {
  if (channel !== "release") return undefined;
  return {
    where: `stack ${stack}`,
    value: "no approval",
    expected: "an approved preview, as for every release",
    remedy: previewThenRun(stack),
  };
}

function misled(stack: string, { approval, begun }: Handed, table: readonly string[]): Problem | undefined {
  const problem = { where: `stack ${stack}`, remedy: previewThenRun(stack) };
  if (approval.stack !== stack)
    return { ...problem, value: `an approval for ${approval.stack}`, expected: "one for this stack" };
  if (begun?.approval !== approval.seal)
    return {
      ...problem,
      value: "an approval that npm run up did not begin",
      expected: "an approval that npm run up hands on, which begins it",
    };
  if (approval.table.join("\n") !== table.join("\n"))
    return { ...problem, value: "another plan", expected: "the plan that was approved" };
  return undefined;
}
