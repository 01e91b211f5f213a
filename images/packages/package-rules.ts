import type { Vendor } from "../model/definitions/vendors.ts";
import { withoutArch } from "./package-name.ts";

/** Binary packages that an image must not have, and those that it must have; `*` matches any text. */
interface PackageRule {
  forbid: readonly string[];
  require: readonly string[];
}

/** By vendor; `*` applies to all vendors. */
export type PackageRules = Readonly<Record<string, PackageRule>>;

export const hasRules = (rules: PackageRules): boolean => Object.keys(rules).length > 0;

/** The rules that an image of the vendor breaks: "has telnetd, which cloud-images:packages.*.forbid names". */
export function unwantedIn(rules: PackageRules, vendor: Vendor, packages: readonly { name: string }[]): string[] {
  const names = packages.map(({ name }) => withoutArch(name));
  return (["*", vendor] as const).flatMap((key) => {
    const { forbid = [], require = [] } = rules[key] ?? {};
    const forbidden = new Set(forbid.map(matcherOf).flatMap((matches) => names.filter(matches)));
    const lacking = require.filter((pattern) => !names.some(matcherOf(pattern)));
    return [
      ...[...forbidden].map((name) => `has ${name}, which cloud-images:packages.${key}.forbid names`),
      ...lacking.map((pattern) => `lacks ${pattern}, which cloud-images:packages.${key}.require names`),
    ];
  });
}

function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[+.]/g, String.raw`\$&`));
  const whole = new RegExp(`^${parts.join(".*")}$`);
  return (name) => whole.test(name);
}
