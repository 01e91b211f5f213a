import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { relationsSchema } from "../../engine/state/relations.ts";
import type { StackState } from "../../engine/state/state.ts";

const none = {};
const properties = z.record(z.string(), z.unknown()).nullish();

const schema = z.object({
  resourcePlans: z
    .record(
      z.string(),
      z.object({
        steps: z.array(z.string()).nullish(),
        state: properties,
        goal: z.object({ inputDiff: properties }).and(relationsSchema).nullish(),
      }),
    )
    .nullish(),
});

/**
 * Whether a run of a plan that `pulumi preview --save-plan` wrote would leave the state as it was read before that preview, so that
 * there is nothing to run. It would not where a resource comes or goes, or gets another input, output (the stack's own among them),
 * parent, dependency or protection. A secret's ciphertext differs each time, so a plan with one is always run.
 */
export function leavesUnchanged(savedPlan: string, { resources, relations }: StackState): boolean {
  const planned = Object.entries(schema.parse(JSON.parse(savedPlan)).resourcePlans ?? {});
  if (planned.length !== resources.size) return false;
  return planned.every(([urn, { steps, state, goal }]) => {
    const before = resources.get(urn);
    if (before === undefined || goal == null || !isDeepStrictEqual(steps, ["same"])) return false;
    const { inputDiff, ...wanted } = goal;
    return (
      isDeepStrictEqual(inputDiff ?? none, none) &&
      isDeepStrictEqual(state ?? none, before.outputs) &&
      isDeepStrictEqual(wanted, relations.get(urn))
    );
  });
}
