import { describe, expect, it } from "vitest";
import { publicHasDays } from "./public-has-days.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const day = "2026-07-17";
const set = (phase: string, days: Record<string, string>): ResourceSample => ({
  type: "debian:mirror:Version",
  name: "debian-13-daily-20260717-2542",
  props: { images: [{ members: ["generic/amd64"], phase, reason: "", listed: true, days }] },
});

describe("public-has-days", () => {
  it("says what it wants", () => {
    expect(publicHasDays.description).toContain("without the days");
  });

  const passing: [string, ResourceSample][] = [
    ["a current image with its day of showing", set("current", { made: day, shown: day })],
    ["a superseded one", set("superseded", { made: day, shown: day, superseded: day })],
    ["a hidden one", set("hidden", { made: day, shown: day, hidden: day })],
    ["a set of which all is gone", { type: "debian:mirror:Version", name: "x", props: { images: [] } }],
    ["other resources", { type: "debian:mirror:Latest", name: "x" }],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(publicHasDays, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample, string][] = [
    [
      "a current image without a day",
      set("current", { made: day }),
      "generic/amd64 is current: expected its day shown",
    ],
    ["a hidden one that was hidden on no day", set("hidden", { made: day, shown: day }), "expected its day hidden"],
    ["a day that no month has", set("current", { made: day, shown: "2026-02-30" }), "expected the state"],
    ["a phase that does not exist", set("published", { made: day }), "expected the state"],
    ["a set without images", { type: "debian:mirror:Version", name: "x" }, "expected the state"],
  ];
  it.each(failing)("stops %s", (_case, sample, message) => {
    expect(violationsOf(publicHasDays, sample)).toEqual([expect.stringContaining(message)]);
  });
});
