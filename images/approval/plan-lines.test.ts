import { describe, expect, test } from "vitest";
import { planLines, sourcesOf, tableOf } from "./plan-lines.ts";
import type { ImagePlan, Plan } from "../plan/types.ts";
import { planOf } from "../../test/samples/tools-plan-samples.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";

const older = "20260716-2541";
const newer = "20260717-2542";
const set = (version: string, phase: "current" | "gone" | "made") => ({
  version,
  phase,
  members: ["generic/amd64"] as const,
});

describe("the table of a plan", () => {
  test("is the same for what goes and what has gone", () => {
    const due = planOf({ sets: [set(newer, "current"), set(older, "gone")] });
    const done = planOf({ sets: [set(newer, "current")] });
    expect(tableOf([due])).toEqual(tableOf([done]));
  });

  test("differs when a phase does", () => {
    expect(tableOf([planOf({ sets: [set(newer, "current")] })])).not.toEqual(
      tableOf([planOf({ sets: [set(newer, "made")] })]),
    );
  });
});

const [made] = setPlan(newer, { "generic/amd64": [null, "current"] }).images;
if (made?.candidate == null) throw new RangeError("a sample has a candidate");
const { candidate } = made;
const name = `debian-13-generic-amd64-daily-${newer}`;
const plan = planOf({ sets: [set(newer, "current")] });
const withImage = (change: Partial<ImagePlan>): Plan => ({
  ...plan,
  sets: [{ ...setPlan(newer, {}), images: [{ ...made, ...change }] }],
});
const refusal = { where: "builds/x", value: "broken", expected: "y", remedy: "z" };

test.each<[string, Plan, Plan, string[]]>([
  ["nothing", withImage({}), withImage({}), []],
  ["another phase", plan, planOf({ sets: [set(newer, "made")] }), [`${name}@mirror`]],
  ["another build", withImage({}), withImage({ candidate: { ...candidate, packages: "0" } }), [`${name}@mirror`]],
  ["a build that is gone", withImage({}), withImage({ candidate: null }), [`${name}@mirror`]],
  ["a refused build", plan, { ...plan, refusals: [refusal] }, ["t: the refusal of builds/x"]],
  [
    "a pointer",
    plan,
    { ...plan, pointers: new Map([["mirror", new Map([["generic/amd64", made.image.version]])]]) },
    ["t: the pointers of mirror"],
  ],
])("of %s just that line differs", (_what, before, now, lines) => {
  const [one, other] = [planLines([{ name: "t", plan: before }]), planLines([{ name: "t", plan: now }])];
  expect(Object.keys({ ...one, ...other }).filter((line) => one[line] !== other[line])).toEqual(lines);
});

test("the source of an image is named as long as the image is to be made", () => {
  expect(Object.keys(sourcesOf([withImage({})]))).toEqual([made.name]);
  expect(sourcesOf([withImage({ candidate: null })])).toEqual({});
  expect(sourcesOf([withImage({})])).not.toEqual(sourcesOf([withImage({ candidate: { ...candidate, digest: "0" } })]));
});
