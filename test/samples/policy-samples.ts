import { violationsOf as askedOf } from "../../policy/ask.ts";
import type { Registered } from "../../policy/identity.ts";
import type { Rule } from "../../policy/rule.ts";

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
}: ResourceSample): Registered => ({
  type,
  name,
  props,
  urn: `urn:pulumi:${stack}::cloud-images::${parent === undefined ? "" : `${parent}$`}${type}::${name}`,
  protect,
});

/** The violations that a rule finds in a resource. */
export const violationsOf = (rule: Rule, sample: ResourceSample): string[] =>
  askedOf([registered(sample)], [rule]).map(({ message }) => message);
