import { formatDay } from "../../images/model/day.ts";
import { missingFixes } from "../../images/pipeline/missing-fixes.ts";
import { nextSteps, urgency, type NextStep, type Step } from "../../images/pipeline/next-step.ts";
import { isRequired } from "../../images/builds/refusals.ts";
import { printable } from "../../images/model/text/printable.ts";
import { refusalsOf, warningsOf, type Publications } from "../publications.ts";

/** Other codes than those of every command, so that a pipeline never takes a failure for a step. */
export const stepCodes: Readonly<Record<Step, number>> = {
  nothing: 0,
  publish: 4,
  "wait-for-person": 5,
  build: 6,
};

/** What a pipeline reads: `step` is the most urgent of `steps`. */
export interface StackDecision {
  stack: string;
  day: string;
  step: Step;
  /** `up` takes only an approved preview of this stack. */
  needsApproval: boolean;
  steps: readonly (NextStep & { publication: string })[];
  /** The fixes that a build must have, each as `source version`. */
  fixes: readonly string[];
  warnings: readonly string[];
}

export function stackDecision(stack: string, world: Publications): StackDecision {
  const policies = world.publications.map(({ policy }) => policy);
  const refused = refusalsOf(world).filter((refusal) => isRequired(refusal, policies));
  const steps = world.publications.flatMap(({ name, plan, policy }, index) =>
    nextSteps({ plan, policy, refused: index === 0 ? refused : [] }).map((step) => ({ publication: name, ...step })),
  );
  const ordered = steps.toSorted((a, b) => urgency(a) - urgency(b));
  return {
    stack,
    day: formatDay(world.day),
    step: ordered[0]?.step ?? "nothing",
    needsApproval: policies.some(({ channel }) => channel === "release"),
    steps: ordered,
    fixes: missingFixes(world.publications.map(({ plan }) => plan)),
    warnings: warningsOf(world),
  };
}

export const decisionLines = ({ stack, day, step, steps }: StackDecision): string[] => [
  `${stack} on ${day}: ${step}`,
  ...steps.flatMap((each) => [
    `  ${each.publication}: ${each.step}${each.version === null ? "" : ` ${each.version}`}`,
    ...each.reasons.map((reason) => `    ${printable(reason)}`),
  ]),
];
