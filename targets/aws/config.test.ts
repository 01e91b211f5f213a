import { describe, expect, it } from "vitest";
import { targetsSchema } from "../config.ts";
import { regions } from "./model/regions.ts";

const aws = (change: object = {}) =>
  targetsSchema.parse({ aws: { account: "903794441882", home: "eu-west-1", regions: ["eu-west-1"], ...change } })[
    "aws"
  ];
const names = (change: object): string[] =>
  (aws(change)?.targets ?? []).map(({ name, required, retired }) =>
    [name, required ? "required" : "best effort", ...(retired === true ? ["retired"] : [])].join(" "),
  );

describe("targets.aws", () => {
  it("has a target for each region, required or best effort", () => {
    expect(names({ bestEffort: ["ap-east-1"], retired: ["us-west-1"] })).toEqual([
      "aws-eu-west-1 required",
      "aws-ap-east-1 best effort",
      "aws-us-west-1 best effort retired",
    ]);
  });

  it("takes all other regions of AWS as best effort, except those that are left out on purpose", () => {
    const targets = names({ bestEffort: "others", without: ["ap-east-1"] });
    expect(targets).toHaveLength(regions.length - 1);
    expect(targets).not.toContain("aws-ap-east-1 best effort");
    const isDiscovered = (change: object) => aws(change)?.targets.map(({ discovered = false }) => discovered);
    expect(isDiscovered({ bestEffort: "others" })?.slice(0, 2)).toEqual([false, true]);
    expect(isDiscovered({ bestEffort: ["ap-east-1"] })).toEqual([false, false]);
  });

  it("is nowhere where the stack says nothing", () => {
    expect(targetsSchema.parse({})["aws"]).toEqual({ targets: [], problems: [], owned: [] });
  });

  it("has names that move only with parameters", () => {
    const isWithout = (change: object) => aws(change)?.targets.map(({ withoutPointers }) => withoutPointers === true);
    expect([isWithout({}), isWithout({ parameters: { prefix: "/debian" } })]).toEqual([[true], [false]]);
  });

  it.each<[string, object, string]>([
    ["a region in two lists", { bestEffort: ["eu-west-1"] }, "each region once, in one list"],
    ["a home that is no target", { home: "eu-west-3" }, "a region of regions or bestEffort"],
  ])("refuses %s", (_case, change, expected) => {
    expect(aws(change)?.problems.map((problem) => problem.expected)).toEqual([expected]);
  });

  it.each<[string, object]>([
    ["an account that lost its zeros", { account: 903794441882 }],
    ["an unknown region", { regions: ["eu-west-9"] }],
    ["no region", { regions: [] }],
    ["a prefix without a slash", { parameters: { prefix: "debian" } }],
    ["an unknown key", { region: "eu-west-1" }],
  ])("does not read %s", (_case, change) => {
    const value = { aws: { account: "903794441882", home: "eu-west-1", regions: ["eu-west-1"], ...change } };
    expect(targetsSchema.safeParse(value).success).toBe(false);
  });

  it("owns its account and its profile: no stack of the other channel may name them", () => {
    const identities = aws({ profile: "daily" })?.owned.flatMap((each) => each.identities.map(({ key }) => key));
    expect(identities).toEqual(["account", "profile"]);
  });
});
