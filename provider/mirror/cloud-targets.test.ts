import { describe, expect, it } from "vitest";
import { memberOf } from "../../images/model/image.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day, imageNamed, version } from "../../test/samples/samples.ts";
import type { CloudTarget, TargetResult } from "../../images/tree/resources.ts";
import { withCloudStates, withCloudTargets } from "./cloud-targets.ts";

const set = { version: version("20260717-2542") };
const target = "openstack-partner";
const made = day("2026-07-17");

const image = imageNamed("debian-13-generic-amd64-daily-20260717-2542");
const recordWith = (standing?: TargetRecord): ImageRecord =>
  recordOf(image, { targets: standing === undefined ? {} : { [target]: standing } });
const waits: TargetRecord = { phase: "made", reason: "made", listed: false, days: { made }, refs: [] };
const current: TargetRecord = {
  phase: "current",
  reason: "newest",
  listed: true,
  days: { made, shown: made },
  refs: ["id-1"],
};

const withResult = (result: TargetResult | undefined): Record<string, CloudTarget> => ({
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
    results: result === undefined ? {} : { [memberOf(recordWith())]: result },
  },
});

describe("what a set's record says of a cloud", () => {
  it("is where the image stands there, and what the cloud calls it", () => {
    const record = withCloudTargets(recordWith(waits), set, withResult({ refs: ["id-1"], state: "passed" }));
    expect(record.targets[target]).toEqual(current);
  });

  it.each<[string, TargetRecord | undefined, TargetRecord]>([
    ["that was never asked", undefined, { ...waits, reason: "broken: 503" }],
    ["in which it waited", waits, { ...waits, reason: "broken: 503" }],
    ["in which it was shown", current, { ...current, reason: "broken: 503" }],
  ])("that could not follow, and %s, is as it was, with the reason", (_case, before, after) => {
    const record = withCloudTargets(recordWith(before), set, withResult({ refs: [], state: "broken: 503" }));
    expect(record.targets[target]).toEqual(after);
  });

  it("keeps the name there of what is gone, and of what nothing is told about", () => {
    expect(withCloudTargets(recordWith(current), set, withResult(undefined)).targets[target]).toEqual(current);
    expect(withCloudTargets(recordWith(current), set, {})).toEqual(recordWith(current));
  });

  it("is written beside an image that waits in staging too", () => {
    const held = { phase: "held", reason: "same packages", listed: false, days: { made: "2026-07-17" } } as const;
    expect(withCloudStates(recordWith(), set, { [target]: held }).targets).toEqual({
      [target]: { ...waits, phase: "held", reason: "same packages" },
    });
    expect(withCloudStates(recordWith(), set, undefined)).toEqual(recordWith());
  });
});
