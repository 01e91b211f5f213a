import { resourceTypes } from "../../images/resources.ts";
import { setName } from "../../images/image.ts";
import { describeProblem, type Problem } from "../../images/errors.ts";
import type { Plan, SetPlan } from "../../images/plan/types.ts";
import type { Removal } from "./saved-plan.ts";

/** What of the engine's plan is not due by ours: each a refusal, and a reason to run nothing. */
export function unexplained(removals: readonly Removal[], plan: Plan): Problem[] {
  const due = dueNames(plan);
  return removals.filter((removal) => !isExplained(removal, due)).map(describeRemoval);
}

interface Due {
  images: ReadonlySet<string>;
  sets: ReadonlySet<string>;
  gates: ReadonlySet<string>;
}

function dueNames(plan: Plan): Due {
  const images = new Set(plan.deletions.map(({ image }) => image));
  const wholly = plan.sets.filter((set) => set.images.every(({ name }) => images.has(name)));
  const closed = plan.sets.filter(({ gate }) => gate === "closed");
  return { images, sets: namesOf(wholly), gates: namesOf([...wholly, ...closed]) };
}

function namesOf(sets: readonly SetPlan[]): Set<string> {
  return new Set(sets.flatMap(({ images: [first] }) => (first === undefined ? [] : [setName(first.image)])));
}

function isExplained({ type, name, replaces }: Removal, due: Due): boolean {
  // a provider is a connection: there is nothing behind it that could be lost
  if (type.startsWith("pulumi:providers:")) return true;
  if (replaces) return false;
  if (type === resourceTypes.gate) return isNamedAfter(due.gates, name);
  return isNamedAfter(due.images, name) || isNamedAfter(due.sets, name);
}

/** A resource is named after its image or set, or that with a dash and what it is of it. */
const isNamedAfter = (owners: ReadonlySet<string>, name: string): boolean =>
  [...owners].some((owner) => name === owner || name.startsWith(`${owner}-`));

function describeRemoval({ type, name, replaces }: Removal): Problem {
  return {
    where: name,
    value: `${replaces ? "replace" : "delete"} ${type}`,
    expected: "only removals that the plan has as due",
    remedy: "nothing was run; see npm run explain, and look for what changed in the records, the artifacts or the code",
  };
}

export const describeRefusals = (refusals: readonly Problem[]): string[] =>
  refusals.map((refusal) => `refused: ${describeProblem(refusal)}`);
