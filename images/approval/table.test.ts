import { describe, expect, test } from "vitest";
import { planOf } from "../../test/samples/tools-plan-samples.ts";
import { tableOf } from "./table.ts";

const members = ["generic/amd64", "generic/arm64"] as const;
const set = (version: string, phase: "current" | "gone" | "made") => ({ version, phase, members });
const older = "20260716-2541";
const newer = "20260717-2542";

describe("the table of a plan", () => {
  test("is the same for what goes and what has gone", () => {
    const due = planOf({ sets: [set(newer, "current"), set(older, "gone")] });
    const done = planOf({ sets: [set(newer, "current")] });
    expect(tableOf(due)).toEqual(tableOf(done));
  });

  test("differs when a phase does", () => {
    expect(tableOf(planOf({ sets: [set(newer, "current")] }))).not.toEqual(
      tableOf(planOf({ sets: [set(newer, "made")] })),
    );
  });
});
