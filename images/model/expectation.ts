import { buildsOf, type Build, type Suite } from "./definitions/suites.ts";
import type { OwnVendors } from "./definitions/vendors.ts";
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

/** The images that the pattern names, of those that are built, in their order. */
export const membersMatching = (pattern: string, builds: readonly Build[]): Member[] =>
  builds.filter(({ vendor, arch }) => matches(pattern, vendor, arch)).map(memberOf);

/** What people decide about a set: patterns, over what the suite is built for and the stack's own vendors. */
export interface ExpectationPolicy {
  expect: ExpectationPatterns;
  suite: Suite;
  vendors: OwnVendors;
}

/** What a new set waits for. An image that is required is not best effort as well. */
export function expectationOf({ expect, suite, vendors }: ExpectationPolicy): Expectation {
  const builds = buildsOf(suite, vendors);
  const named = (list: readonly string[]) => new Set(list.flatMap((pattern) => membersMatching(pattern, builds)));
  const required = named(expect.required);
  const bestEffort = named(expect.bestEffort);
  const inOrder = builds.map(memberOf);
  return {
    required: inOrder.filter((member) => required.has(member)),
    bestEffort: inOrder.filter((member) => bestEffort.has(member) && !required.has(member)),
  };
}
