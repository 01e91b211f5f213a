import { buildsOf, type Build, type Suite } from "./definitions/suites.ts";
import type { OwnVendors } from "./definitions/vendors.ts";
import { memberOf, type Member } from "./image.ts";
import type { Expectation } from "../tree/record.ts";

const half = (pattern: string | undefined, name: string): boolean => pattern === "*" || pattern === name;

function matches(pattern: string, vendor: string, arch: string): boolean {
  const [vendorPattern, archPattern, ...rest] = pattern.split("/");
  return rest.length === 0 && half(vendorPattern, vendor) && half(archPattern, arch);
}

/** The members of the builds that the pattern names, in the order of the builds. */
export const membersMatching = (pattern: string, builds: readonly Build[]): Member[] =>
  builds.filter(({ vendor, arch }) => matches(pattern, vendor, arch)).map(memberOf);

interface ExpectationPolicy {
  /** Patterns `vendor/arch`, where `*` stands for any vendor or any arch. */
  expect: { required: readonly string[]; bestEffort: readonly string[] };
  suite: Suite;
  vendors: OwnVendors;
}

/** The images that a new set waits for. A required image is not best effort as well. */
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
