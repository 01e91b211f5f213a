import type { Registered } from "./identity.ts";
import type { Components, Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { isVeiled } from "../images/model/input-values.ts";

interface Violation {
  /** The rule's name. */
  rule: string;
  /** The resource's name. */
  urn: string;
  type: string;
  name: string;
  message: string;
}

/** Applies every rule to one resource after the other, in the order of registration. */
export type Judge = (resource: Registered) => Violation[];

/** A judge for one run: it remembers the components that it has seen. */
export function judge(asked: readonly Rule[] = rules): Judge {
  const components = new Map<string, Registered>();
  return (resource) => {
    if (resource.type.startsWith("debian:cloud:")) components.set(`${resource.type}::${resource.name}`, resource);
    return asked.flatMap((rule) => askRule(rule, resource, components));
  };
}

/** Applies the rules to registered resources, for example those of a state, in its order. */
export function violationsOf(resources: Iterable<Registered>, asked: readonly Rule[] = rules): Violation[] {
  return [...resources].flatMap(judge(asked));
}

function askRule(rule: Rule, resource: Registered, components: Components): Violation[] {
  const { urn, type, name, props } = resource;
  if (rule.reads?.some((key) => isVeiled(props[key])) === true) return [];
  return rule.violations(resource, components).map((message) => ({ rule: rule.name, urn, type, name, message }));
}
