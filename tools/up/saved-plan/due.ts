import type { Problem } from "../../../images/model/errors.ts";
import { refusalOf, type Due } from "../../../stacks/publication/guard-rule.ts";
import type { ResourceState } from "../../engine/state/state.ts";
import type { Removal } from "./saved-plan.ts";

/**
 * Refusals of removals in the engine's plan that are not due; with one of them nothing is run. The rule is that of the program's
 * hook. This command applies it to its own plan, so that it also stops a program that lost its hook.
 */
export function unexplained(
  removals: readonly Removal[],
  due: Due,
  state: ReadonlyMap<string, ResourceState>,
): Problem[] {
  return removals.flatMap((removal) => {
    const reason = isDefaultProvider(removal) ? null : reasonAgainst(removal, due, state.get(removal.urn));
    return reason === null ? [] : [describeRemoval(removal, reason)];
  });
}

/** The engine adds and removes default providers by itself. */
const isDefaultProvider = ({ type, name }: Removal): boolean =>
  type.startsWith("pulumi:providers:") && name.startsWith("default");

function reasonAgainst({ type, name, replaces }: Removal, due: Due, found: ResourceState | undefined): string | null {
  if (replaces) return "no replacement, which deletes what is there";
  const refused = refusalOf(due, { type, name, inputs: found?.inputs ?? {}, outputs: found?.outputs ?? {} });
  return refused === null ? null : "only removals that the plan has as due";
}

function describeRemoval({ type, name, replaces }: Removal, expected: string): Problem {
  return {
    where: name,
    value: `${replaces ? "replace" : "delete"} ${type}`,
    expected,
    remedy: "nothing was run; look at the records, the artifacts and the code for what changed (npm run explain)",
  };
}
