import { describe, expect, it } from "vitest";
import { memberOf } from "../../images/model/image.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import { day, version } from "../../test/samples/samples.ts";
import type { Elsewhere } from "../../images/tree/resources.ts";
import { withElsewhere, withStandingsElsewhere } from "./elsewhere.ts";

const set = { version: version("20260717-2542") };
const target = "openstack-partner";
const made = day("2026-07-17");

const recordWith = (standing?: TargetRecord): ImageRecord => ({
  name: "debian-13-generic-amd64-daily-20260717-2542",
  vendor: "generic",
  arch: "amd64",
  digest: "ab".repeat(64),
  packages: "cd".repeat(32),
  files: [],
  attempts: [],
  build: { job: null, commit: null, command: null, noLog: null },
  notInStable: null,
  targets: standing === undefined ? {} : { [target]: standing },
});
const waits: TargetRecord = { phase: "made", reason: "made", listed: false, days: { made }, refs: [] };
const current: TargetRecord = {
  phase: "current",
  reason: "newest",
  listed: true,
  days: { made, shown: made },
  refs: ["id-1"],
};

const told = (outcome: { ref: string | null; standing: string } | undefined): Record<string, Elsewhere> => ({
  [target]: {
    images: [
      {
        members: ["generic/amd64"],
        phase: "current",
        reason: "newest",
        listed: true,
        days: { made: "2026-07-17", shown: "2026-07-17" },
      },
    ],
    outcomes: outcome === undefined ? {} : { [memberOf(recordWith())]: outcome },
  },
});

describe("what a set's record says of a cloud", () => {
  it("is where the image stands there, and what the cloud calls it", () => {
    const record = withElsewhere(recordWith(waits), set, told({ ref: "id-1", standing: "passed" }));
    expect(record.targets[target]).toEqual(current);
  });

  it.each<[string, TargetRecord | undefined, TargetRecord]>([
    ["that was never asked", undefined, { ...waits, reason: "broken: 503" }],
    ["in which it waited", waits, { ...waits, reason: "broken: 503" }],
    ["in which it was shown", current, { ...current, reason: "broken: 503" }],
  ])("that could not follow, and %s, is as it was, with the reason", (_case, before, after) => {
    const record = withElsewhere(recordWith(before), set, told({ ref: null, standing: "broken: 503" }));
    expect(record.targets[target]).toEqual(after);
  });

  it("keeps the name there of what is gone, and of what nothing is told about", () => {
    expect(withElsewhere(recordWith(current), set, told(undefined)).targets[target]).toEqual(current);
    expect(withElsewhere(recordWith(current), set, undefined)).toEqual(recordWith(current));
  });

  it("is written beside an image that waits in staging too", () => {
    const held = { phase: "held", reason: "same packages", listed: false, days: { made: "2026-07-17" } } as const;
    expect(withStandingsElsewhere(recordWith(), set, { [target]: held }).targets).toEqual({
      [target]: { ...waits, phase: "held", reason: "same packages" },
    });
    expect(withStandingsElsewhere(recordWith(), set, undefined)).toEqual(recordWith());
  });
});
