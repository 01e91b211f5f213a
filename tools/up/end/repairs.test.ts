import { expect, test } from "vitest";
import type { Plan } from "../../../images/plan/types.ts";
import { planOf } from "../../../test/samples/tools-plan-samples.ts";
import { repairs } from "./repairs.ts";

const version = "20260717-2542";
const members = ["generic/amd64", "generic/arm64"] as const;
const planned = (...still: (typeof members)[number][]) =>
  planOf({ sets: [{ version, phase: "current", members: still }] });

/** The same plan, with findings to repair at the tree for some images. */
function damaged(plan: Plan, findings: Partial<Record<string, readonly string[]>>): Plan {
  const sets = plan.sets.map((set) => ({
    ...set,
    images: set.images.map((image) => {
      const repair = findings[`${image.image.vendor}/${image.image.arch}`] ?? [];
      return { ...image, targets: new Map([...image.targets].map(([name, target]) => [name, { ...target, repair }])) };
    }),
  }));
  return { ...plan, sets };
}

const gone = ["its archive is missing"];

test.each([
  ["all that was found is put right", {}, members, [...members]],
  ["one image is left as it was", { "generic/arm64": gone }, members, ["generic/amd64"]],
  ["another fault was found at it since", { "generic/arm64": ["its archive changed"] }, members, ["generic/amd64"]],
  ["one image went", {}, ["generic/amd64"] as const, ["generic/amd64"]],
])("where %s, what was repaired is told", (_where, left, still, repaired) => {
  const before = damaged(planned(...members), { "generic/amd64": gone, "generic/arm64": gone });
  const after = damaged(planned(...still), left);
  expect(repairs(before, after)).toEqual([{ version, target: "mirror", members: repaired, findings: gone }]);
});

test("nothing is told of a run that repaired nothing", () => {
  const broken = damaged(planned(...members), { "generic/amd64": gone });
  expect(repairs(broken, broken)).toEqual([]);
  expect(repairs(planned(...members), broken)).toEqual([]);
});
