import { expect, test } from "vitest";
import { planOf } from "../../tools/plan-samples.ts";
import type { Plan } from "../plan/types.ts";
import { planDigests } from "./plan-digests.ts";

const members = ["generic/amd64", "generic/arm64"] as const;
const older = { version: "20260716-2541", phase: "superseded", members } as const;
const newer = { version: "20260717-2542", phase: "current", members } as const;
const plan = planOf({ sets: [newer, older] });

const changed = (after: Plan): string[] => {
  const [before, now] = [plan, after].map((each) =>
    planDigests({ publications: [{ name: "t", plan: each, refusals: [] }], refusals: [] }),
  );
  return Object.keys({ ...before, ...now }).filter((part) => before?.[part] !== now?.[part]);
};

test.each<[string, Plan, string[]]>([
  ["nothing", planOf({ sets: [newer, older] }), []],
  ["a reason", planOf({ sets: [newer, { ...older, reason: "old" }] }), ["t 20260716-2541"]],
  ["a phase at a target", planOf({ sets: [newer, { ...older, phase: "hidden" }] }), ["t 20260716-2541"]],
  ["the order of sets", planOf({ sets: [older, newer] }), ["t: the order of its sets"]],
  [
    "a deletion",
    planOf({
      sets: [newer, older],
      deletions: [{ image: "debian-13-generic-amd64-daily-20260716-2541", reason: "old" }],
    }),
    ["t: its deletions"],
  ],
  ["a pointer", { ...plan, pointers: new Map([["mirror", new Map()]]) }, ["t: its pointers"]],
  [
    "a build that is refused",
    planOf({ sets: [newer, older], refusals: [{ where: "x", value: "", expected: "y", remedy: "z" }] }),
    ["t: what it refuses"],
  ],
  ["a warning, of which nothing is made", planOf({ sets: [newer, older], warnings: ["look out"] }), []],
])("%s changes what it should", (_what, after, parts) => {
  expect(changed(after)).toEqual(parts);
});
