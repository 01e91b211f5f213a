import { PolicyPack, type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";
import { judge } from "./ask.ts";
import type { Registered } from "./identity.ts";
import { plainInputs } from "./plain-inputs.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules.ts";

/**
 * The rules that the program asks of itself, for tools that know policy packs. None of them sees the stack as a whole: Pulumi gives
 * the outputs there, which a component has none of, and here the inputs, of a parent before those of its children.
 */
function policyOf(rule: Rule): ResourceValidationPolicy {
  const ask = judge([rule]);
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: "mandatory",
    validateResource(resource, report) {
      for (const { message } of ask(registered(resource))) report(message);
    },
  };
}

const registered = ({ type, name, urn, props, opts }: ResourceValidationArgs): Registered => ({
  type,
  name,
  urn,
  props: plainInputs(props),
  protect: opts.protect,
});

new PolicyPack("cloud-images", { policies: rules.filter(({ tellsSecrets }) => tellsSecrets !== true).map(policyOf) });
