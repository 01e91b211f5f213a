import type { PolicyResource, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";

/** Resources and verdicts for the tests of rules. */

export interface ResourceSample {
  type: string;
  name: string;
  /** The type of the component that it is a child of. */
  parent?: string;
  props?: Record<string, unknown>;
  stack?: string;
  protect?: boolean;
}

export const registered = ({
  type,
  name,
  parent,
  props = {},
  stack = "trixie-daily",
  protect = false,
}: ResourceSample): PolicyResource => ({
  type,
  name,
  props,
  urn: `urn:pulumi:${stack}::cloud-images::${parent === undefined ? "" : `${parent}$`}${type}::${name}`,
  opts: {
    protect,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
  },
  dependencies: [],
  propertyDependencies: {},
  isType: () => false,
  asType: () => undefined,
});

/** What the rule says of the resource: nothing, where all is well. */
export async function violationsOf(policy: ResourceValidationPolicy, sample: ResourceSample): Promise<string[]> {
  const messages: string[] = [];
  const report: ReportViolation = (message) => messages.push(message);
  const { type, name, props, urn, opts } = registered(sample);
  const args: ResourceValidationArgs = {
    type,
    name,
    props,
    urn,
    opts,
    isType: () => false,
    asType: () => undefined,
    stackTags: new Map(),
    getConfig: () => {
      throw new RangeError("no rule has a configuration");
    },
    notApplicable: (reason) => {
      throw new RangeError(reason);
    },
  };
  const rules = policy.validateResource === undefined ? [] : [policy.validateResource].flat();
  for (const rule of rules) await rule(args, report);
  return messages;
}
