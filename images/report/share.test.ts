import fc from "fast-check";
import { expect, test } from "vitest";
import { isMember, type Member } from "../model/image.ts";
import { shareOf } from "./share.ts";

const whole: readonly Member[] = ["azure/amd64", "azure/arm64", "generic/amd64", "generic/arm64", "generic/riscv64"];

test.each<[string, readonly Member[], readonly string[]]>([
  ["none", [], []],
  ["one", ["azure/amd64"], ["azure/amd64"]],
  ["the only one of its arch, by its name", ["generic/riscv64"], ["generic/riscv64"]],
  ["an arch", ["azure/amd64", "generic/amd64"], ["*/amd64"]],
  ["an arch and another image", ["azure/amd64", "generic/amd64", "generic/arm64"], ["*/amd64", "generic/arm64"]],
  ["a vendor", ["generic/amd64", "generic/arm64", "generic/riscv64"], ["generic/*"]],
  ["all", whole, ["*/*"]],
])("names %s by the fewest patterns", (_, members, patterns) =>
  expect(shareOf(members, whole)).toEqual({ members, of: 5, patterns }),
);

test("the patterns name these images, and no other of the set", () => {
  const matches = (pattern: string, member: string): boolean =>
    new RegExp(`^${pattern.replaceAll("*", "[^/]+")}$`).test(member);
  fc.assert(
    fc.property(fc.subarray([...whole]), (members) => {
      const { patterns } = shareOf(members, whole);
      const named = whole.filter((member) => patterns.some((pattern) => matches(pattern, member)));
      expect(named.filter(isMember)).toEqual(members);
    }),
  );
});
