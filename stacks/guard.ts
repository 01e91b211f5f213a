import * as pulumi from "@pulumi/pulumi";
import { refusalOf, type Due } from "./guard-rule.ts";

/** Kept in the state of every resource: a run that does not register a hook of this name deletes nothing. Never rename it. */
const hookName = "only-what-is-due";

/**
 * Refuses every deletion that the plan does not name, bound to whatever is registered from now on: call it first.
 * A preview lists all refusals and fails; a run fails at each.
 */
export function guardDeletions(due: Due): void {
  const hook = new pulumi.ResourceHook(hookName, (doomed) => refuseUnlessDue(due, doomed), { onDryRun: true });
  pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
    props,
    opts: pulumi.mergeOptions(opts, { hooks: { beforeDelete: [hook] } }),
  }));
}

async function refuseUnlessDue(
  due: Due,
  { type, name, oldInputs, oldOutputs }: pulumi.ResourceHookArgs,
): Promise<void> {
  const refusal = refusalOf(due, { type, name, inputs: oldInputs ?? {}, outputs: oldOutputs ?? {} });
  if (refusal === null) return;
  const message = `deletion of ${type} refused: ${refusal}`;
  if (!pulumi.runtime.isDryRun()) throw new Error(message);
  await pulumi.log.error(message);
  // a throw would hide the refusals that come after it
  process.exitCode = 1;
}
