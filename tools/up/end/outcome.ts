import { memberOf } from "../../../images/model/image.ts";
import type { Problem } from "../../../images/model/errors.ts";
import type { ImagePlan, Plan, SetPlan } from "../../../images/plan/types.ts";
import type { Phase } from "../../../images/tree/record.ts";
import type { Target } from "../../../images/model/target.ts";
import { isRequired } from "../../../images/builds/refusals.ts";
import { refusalsOf, type Publication, type Publications } from "../../publications.ts";
import { repairs, type Repair } from "./repairs.ts";
import { rewrittenIn, type Rewritten } from "./rewritten.ts";
import { transitions, type Transition } from "./transitions.ts";
import { undoneIn, type Undone } from "./undone.ts";

/** The outcome of a run. */
export interface Outcome {
  publications: readonly PublicationOutcome[];
  /** Problems of builds that belong to no publication. */
  refusals: readonly Problem[];
  /** Whether anything that was refused is required. */
  requiredRefused: boolean;
  warnings: readonly string[];
}

export interface PublicationOutcome {
  name: string;
  /** From the records as they are after the run. */
  plan: Plan;
  changed: readonly Transition[];
  repaired: readonly Repair[];
  rewritten: readonly Rewritten[];
  /** Refusals of builds, in addition to the plan's. */
  refusals: readonly Problem[];
  /** Targets that were down, so that the plan left them out. */
  down: readonly Target[];
  /** Images that could not be brought to their phase at a target: the next run tries again. */
  unreached: readonly Undone[];
}

/** @param written by URN, what was found changed in the tree and then written again */
export function outcomeOf(
  before: Publications,
  after: Publications,
  written: ReadonlyMap<string, readonly string[]> = new Map(),
): Outcome {
  const known = new Map(before.publications.map((publication) => [publication.name, publication]));
  const publications = after.publications.map((publication) => ({
    ...publicationOutcome(known, publication),
    rewritten: rewrittenIn(publication, written),
  }));
  const policies = after.publications.map(({ policy }) => policy);
  const requiredRefused = refusalsOf(after).some((refusal) => isRequired(refusal, policies));
  return { publications, refusals: after.refusals, requiredRefused, warnings: after.warnings };
}

function publicationOutcome(
  known: ReadonlyMap<string, Publication>,
  after: Publication,
): Omit<PublicationOutcome, "rewritten"> {
  const { name, plan, facts, refusals } = after;
  const { facts: before = { ...facts, sets: [], tombstones: [] }, plan: planBefore } = known.get(name) ?? {};
  return {
    name,
    plan,
    refusals,
    down: downTargets(after),
    unreached: undoneIn(plan, after.policy),
    changed: transitions(before, facts),
    repaired: planBefore === undefined ? [] : repairs(planBefore, plan),
  };
}

const downTargets = ({ policy, facts }: Publication): Target[] =>
  policy.targets.filter((target) => facts.observed.get(target.name)?.state === "down");

/** The exit codes of commands; README.md explains them. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, bestEffort: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** `ran`: whether the engine finished without an error. */
export function exitCodeOf({ publications, refusals, requiredRefused }: Outcome, ran: boolean): ExitCode {
  const short = publications.flatMap(shortcomings);
  if (!ran || requiredRefused || short.some(({ required }) => required)) return exitCodes.failed;
  const refused = [...refusals, ...publications.flatMap((each) => [...each.refusals, ...each.plan.refusals])];
  return short.length > 0 || refused.length > 0 ? exitCodes.bestEffort : exitCodes.done;
}

/**
 * A preview's exit code: the one that the run after it would have. `ran`: whether the engine's preview finished, and removes
 * only resources that are due.
 */
export function previewCodeOf(wanted: Publications, ran: boolean): ExitCode {
  const refusals = refusalsOf(wanted);
  const policies = wanted.publications.map(({ policy }) => policy);
  const down = wanted.publications.flatMap(downTargets);
  const required = refusals.some((refusal) => isRequired(refusal, policies)) || down.some((target) => target.required);
  if (!ran || required) return exitCodes.failed;
  return refusals.length > 0 || down.length > 0 ? exitCodes.bestEffort : exitCodes.done;
}

/** The failed results, each with whether it was required. */
function shortcomings({ plan, changed, down, unreached }: PublicationOutcome): { required: boolean }[] {
  const fallen = plan.sets.flatMap(({ version, images }) => {
    const bad = changed.filter((change) => change.version === version && badPhases.includes(change.phase));
    const members = new Set(bad.flatMap((change) => change.members));
    return images.filter(({ image }) => members.has(memberOf(image)));
  });
  return [...fallen, ...plan.sets.flatMap(unmadeOf), ...down, ...unreached];
}

const badPhases: readonly Phase[] = ["failed", "lost"];

/** Images that arrived, and that still have no record after the run. */
export const unmadeOf = ({ images }: SetPlan): ImagePlan[] =>
  images.filter(({ record, candidate }) => record === null && candidate !== null);
