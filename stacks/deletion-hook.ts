import * as pulumi from "@pulumi/pulumi";
import type { DeletionRule } from "../images/plan/retention/deletion-rule.ts";

/** Kept in the state of every resource: a run that does not register a hook of this name deletes nothing. Never rename it. */
export const hookName = "only-what-is-due";

/**
 * Refuses every deletion that the rule does not permit, bound to whatever is registered from now on: call it first.
 * A preview lists all refusals and fails; a run fails at each.
 */
export function refuseDeletions(rule: DeletionRule): void {
  const hook = new pulumi.ResourceHook(hookName, (pending) => refuseUnlessDue(rule, pending), { onDryRun: true });
  pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
    props,
    opts: pulumi.mergeOptions(opts, { hooks: { beforeDelete: [hook] } }),
  }));
}

async function refuseUnlessDue(
  rule: DeletionRule,
  { type, name, oldInputs, oldOutputs }: pulumi.ResourceHookArgs,
): Promise<void> {
  const refusal = rule({ type, name, inputs: oldInputs ?? {}, outputs: oldOutputs ?? {} });
  if (refusal === null) return;
  const message = `deletion of ${type} refused: ${refusal}`;
  if (!pulumi.runtime.isDryRun()) throw new Error(message);
  await pulumi.log.error(message);
  // a throw would hide the refusals that come after it
  process.exitCode = 1;
}
