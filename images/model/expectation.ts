import { buildsOf, type Suite } from "./definitions/suites.ts";
import { memberOf, type Member } from "./image.ts";
import type { Expectation } from "../tree/record.ts";

/** Patterns `vendor/arch`, where `*` stands for any vendor or any arch. */
export interface ExpectationPatterns {
  required: readonly string[];
  bestEffort: readonly string[];
}

const half = (pattern: string | undefined, name: string): boolean => pattern === "*" || pattern === name;

function matches(pattern: string, vendor: string, arch: string): boolean {
  const [vendorPattern, archPattern, ...rest] = pattern.split("/");
  return rest.length === 0 && half(vendorPattern, vendor) && half(archPattern, arch);
}

/** The images of the suite's definitions that the pattern names, in the definitions' order. */
export const membersMatching = (pattern: string, suite: Suite): Member[] =>
  buildsOf(suite)
    .filter(({ vendor, arch }) => matches(pattern, vendor, arch))
    .map(memberOf);

/** What a new set of the suite waits for. An image that is required is not best effort as well. */
export function expectationOf(patterns: ExpectationPatterns, suite: Suite): Expectation {
  const named = (list: readonly string[]) => new Set(list.flatMap((pattern) => membersMatching(pattern, suite)));
  const required = named(patterns.required);
  const bestEffort = named(patterns.bestEffort);
  const inOrder = buildsOf(suite).map(memberOf);
  return {
    required: inOrder.filter((member) => required.has(member)),
    bestEffort: inOrder.filter((member) => bestEffort.has(member) && !required.has(member)),
  };
}
