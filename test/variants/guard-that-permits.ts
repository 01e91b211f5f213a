import * as pulumi from "@pulumi/pulumi";

/** A guard whose rule is gone: the hook is there, as the state of every resource wants, and lets everything pass. */
export function guardDeletions(): void {
  const hook = new pulumi.ResourceHook("only-what-is-due", async () => undefined, { onDryRun: true });
  pulumi.runtime.registerResourceTransform(({ props, opts }) => ({
    props,
    opts: pulumi.mergeOptions(opts, { hooks: { beforeDelete: [hook] } }),
  }));
}
