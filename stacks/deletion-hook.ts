import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import type { DeletionRule } from "../images/plan/retention/deletion-rule.ts";

/** The state of every resource names this hook: a run that does not register it can delete nothing. Never rename it. */
export const hookName = "only-what-is-due";

/**
 * Binds the rule to every resource that is registered from now on, so call it first. It refuses each deletion that the rule does not
 * permit. A preview lists all refusals and fails; a run fails at the first.
 */
export function refuseDeletions(rule: DeletionRule): void {
  // the engine calls it from outside of the run to which it belongs, where several have the same process
  const refuse = AsyncResource.bind((pending: pulumi.ResourceHookArgs) => refuseUnlessDue(rule, pending));
  const hook = new pulumi.ResourceHook(hookName, refuse, { onDryRun: true });
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
