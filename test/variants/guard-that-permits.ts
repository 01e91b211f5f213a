import * as pulumi from "@pulumi/pulumi";

/** Replaces the guard by one that lets everything pass. Its hook is there, because the state of each resource names it. */
export function guardDeletions(): () => void {
  const hook = new pulumi.ResourceHook("only-what-is-due", async () => undefined, { onDryRun: true });
  pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
    props,
    opts: pulumi.mergeOptions(opts, { hooks: { beforeDelete: [hook] } }),
  }));
  return () => undefined;
}
