import type { Problem } from "../model/errors.ts";
import { pointerMoves } from "../report/pointers.ts";
import { movementsOf } from "../report/movements.ts";
import type { Movement } from "../report/types.ts";
import type { Decision } from "../releases/decision/types.ts";
import type { StackPolicy } from "../plan/policy.ts";
import type { Plan } from "../plan/types.ts";
import type { DecisionRule } from "../tree/decision-rules.ts";
import type { Version } from "../model/version.ts";

/** What a pipeline can do next, the most urgent first. */
const steps = ["publish", "wait-for-person", "build", "nothing"] as const;
export type Step = (typeof steps)[number];

/** A step of one publication, and why. */
export interface NextStep {
  step: Step;
  /** The version that the step is about; null where it is about several, or none. */
  version: Version | null;
  /** For people, never empty. */
  reasons: readonly string[];
}

interface Publication {
  plan: Plan;
  policy: StackPolicy;
  /** Refused input that is required. */
  refused: readonly Problem[];
}

/** The steps of one publication, the most urgent first; never empty. */
export function nextSteps({ plan, policy, refused }: Publication): NextStep[] {
  const steps = [...publishing(plan, policy), ...deciding(plan.decision), ...refusing(refused)];
  if (steps.length === 0) return [{ step: "nothing", version: null, reasons: quietReasons(plan.decision) }];
  return steps.toSorted((a, b) => urgency(a) - urgency(b));
}

export const urgency = ({ step }: Pick<NextStep, "step">): number => steps.indexOf(step);

/** A run is needed when the plan differs from the records. */
function publishing(plan: Plan, { targets }: StackPolicy): NextStep[] {
  const moves = movementsOf(plan).filter(({ kind }) => kind !== "spared");
  const pointers = pointerMoves(plan, targets);
  if (moves.length + pointers.length === 0) return [];
  const versions = new Set(moves.filter(({ kind }) => kind === "appears").map(({ version }) => version));
  const [version, ...others] = versions;
  return [
    {
      step: "publish",
      version: version === undefined || others.length > 0 ? null : version,
      reasons:
        moves.length > 0
          ? moves.map(moveText)
          : pointers.map(({ from, to }) => `pointers move from ${from ?? "nothing"} to ${to ?? "nothing"}`),
    },
  ];
}

const moveText = ({ kind, version, targets, images: { members, of }, reason }: Movement): string =>
  `${kind}: ${version}, ${members.length} of ${of} images at ${targets.join(", ")}: ${reason}`;

function deciding(decision: Decision | null): NextStep[] {
  if (decision === null) return [];
  const { verdict, version, reasons, acts, rule } = decision;
  if (verdict === "waiting-for-build") return [{ step: "build", version: null, reasons }];
  const needsPerson = verdict === "publish" ? !acts : endedByPerson.has(rule);
  return needsPerson ? [{ step: "wait-for-person", version, reasons }] : [];
}

/** Rules that hold a release until a person does something; the others end with time. */
const endedByPerson: ReadonlySet<DecisionRule> = new Set<DecisionRule>([
  "unreadable",
  "packages",
  "unknown-security",
  "downgrade",
]);

const refusing = (refused: readonly Problem[]): NextStep[] =>
  refused.length === 0
    ? []
    : [
        {
          step: "wait-for-person",
          version: null,
          reasons: refused.map(({ where, expected }) => `refused: ${where}: expected ${expected}`),
        },
      ];

const quietReasons = (decision: Decision | null): readonly string[] =>
  decision === null || decision.reasons.length === 0 ? ["the records are as the plan wants them"] : decision.reasons;
