import type { Registered } from "./identity.ts";
import type { Components, Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { holds, inClear, isRecord, notKnown, notReadable, withSecrets } from "../images/model/input-values.ts";

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
  return (given) => {
    const resource = { ...given, props: recordOf(inClear(given.props)) };
    if (resource.type.startsWith("debian:cloud:")) components.set(`${resource.type}::${resource.name}`, resource);
    return asked.flatMap((rule) => askRule(rule, rule.tellsSecrets ? wrapped(given) : resource, components));
  };
}

/** Applies the rules to registered resources, for example those of a state, in its order. */
export function violationsOf(resources: Iterable<Registered>, asked: readonly Rule[] = rules): Violation[] {
  return [...resources].flatMap(judge(asked));
}

const wrapped = (given: Registered): Registered => ({ ...given, props: recordOf(withSecrets(given.props)) });

const recordOf = (value: unknown): Registered["props"] => (isRecord(value) ? value : {});

function askRule(rule: Rule, resource: Registered, components: Components): Violation[] {
  const { urn, type, name } = resource;
  return messagesOf(rule, resource, components).map((message) => ({ rule: rule.name, urn, type, name, message }));
}

function messagesOf(rule: Rule, resource: Registered, components: Components): string[] {
  const reads = typeof rule.reads === "function" ? rule.reads(resource) : rule.reads;
  const unreadable = reads.filter((key) => holds(resource.props[key], notReadable));
  if (unreadable.length > 0)
    return unreadable.map((key) => `${key} is encrypted, so nobody can judge it: expected it without pulumi.secret`);
  if (rule.byValue !== true && reads.some((key) => holds(resource.props[key], notKnown))) return [];
  return rule.violations(resource, components);
}
