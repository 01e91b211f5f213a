import { describe, expect, test } from "vitest";
import { factsOf } from "../../../test/samples/tools-plan-samples.ts";
import { transitions } from "./transitions.ts";

const members = ["generic/amd64", "generic/arm64"] as const;
const set = (version: string, phase: "current" | "superseded" | "gone" | "made", reason = "") => ({
  version,
  phase,
  members,
  reason,
});
const older = "20260716-2541";
const newer = "20260717-2542";
const image = (version: string, member = "generic-amd64") => `debian-13-${member}-daily-${version}`;

describe("what a run changed", () => {
  test("is nothing when the records are the same", () => {
    const facts = factsOf([set(newer, "current")]);
    expect(transitions(facts, facts)).toEqual([]);
  });

  test("is told by phase and set, with all members of one reason together", () => {
    const before = factsOf([set(older, "current")]);
    const after = factsOf([set(older, "superseded", "20260717-2542 is newer"), set(newer, "current", "newest")]);
    expect(transitions(before, after)).toEqual([
      { phase: "current", version: newer, target: "mirror", members, reason: "newest" },
      { phase: "superseded", version: older, target: "mirror", members, reason: "20260717-2542 is newer" },
    ]);
  });

  test("names what was removed by its tombstone", () => {
    const after = factsOf(
      [],
      members.map((_, index) => ({
        image: image(older, index === 0 ? "generic-amd64" : "generic-arm64"),
        reason: "120 days old",
      })),
    );
    expect(transitions(factsOf([set(older, "superseded")]), after)).toEqual([
      { phase: "gone", version: older, target: "mirror", members, reason: "120 days old" },
    ]);
  });

  test("counts a partly removed set's remembered entries as removed, once", () => {
    const gone = { ...set(older, "superseded"), others: { "generic/amd64": "gone" } as const };
    const tombstones = [{ image: image(older), reason: "120 days old" }];
    const [before, after] = [factsOf([set(older, "superseded")]), factsOf([gone], tombstones)];
    expect(transitions(before, after)).toEqual([
      { phase: "gone", version: older, target: "mirror", members: ["generic/amd64"], reason: "120 days old" },
    ]);
    expect(transitions(after, after)).toEqual([]);
  });

  test("leaves out a removal that is still to be done", () => {
    const before = factsOf([set(older, "superseded")]);
    const after = factsOf([set(older, "superseded")], [{ image: image(older), reason: "120 days old" }]);
    expect(transitions(before, after)).toEqual([]);
  });
});
