import type { Problem } from "../../../images/model/errors.ts";
import { refusalOf, type Due } from "../../../stacks/publication/guard-rule.ts";
import type { ResourceState } from "../../engine/state/state.ts";
import type { Removal } from "./saved-plan.ts";

/**
 * What of the engine's plan is not due: each a refusal, and a reason to run nothing. The rule is that of the program's
 * own hook, but `due` is this command's: a program that lost its hook is stopped all the same.
 */
export function unexplained(
  removals: readonly Removal[],
  due: Due,
  state: ReadonlyMap<string, ResourceState>,
): Problem[] {
  return removals.flatMap((removal) => {
    const reason = isConnection(removal) ? null : reasonAgainst(removal, due, state.get(removal.urn));
    return reason === null ? [] : [describeRemoval(removal, reason)];
  });
}

/** The engine makes and drops default providers by itself; nothing is behind them that could be lost. */
const isConnection = ({ type, name }: Removal): boolean =>
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
