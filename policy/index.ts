import {
  PolicyPack,
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { violationsOf } from "./ask.ts";
import type { Registered } from "./identity.ts";
import { plainInputs } from "./plain-inputs.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules.ts";

/** The rules that the program asks of itself, for tools that know policy packs. */
function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, withComponents } = rule;
  const policy = { name, description, enforcementLevel: "mandatory" } as const;
  if (withComponents)
    return {
      ...policy,
      validateStack({ resources }, report) {
        for (const { message, urn } of violationsOf(resources.map(registered), [rule])) report(message, urn);
      },
    };
  return {
    ...policy,
    validateResource(resource, report) {
      for (const { message } of violationsOf([registered(resource)], [rule])) report(message);
    },
  };
}

const registered = ({ type, name, urn, props, opts }: ResourceValidationArgs | PolicyResource): Registered => ({
  type,
  name,
  urn,
  props: plainInputs(props),
  protect: opts.protect,
});

new PolicyPack("cloud-images", { policies: rules.map(policyOf) });
