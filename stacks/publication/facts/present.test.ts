import { expect, test } from "vitest";
import type { Target } from "../../../images/model/target.ts";
import type { RecordedSet } from "../../../images/plan/facts.ts";
import type { Phase } from "../../../images/tree/record.ts";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { day, imageNamed } from "../../../test/samples/samples.ts";
import { presentTargets } from "./present.ts";

const image = imageNamed("debian-13-ec2-amd64-daily-20260717-2542");
const targets = ["aws-eu-west-1", "aws-eu-west-3", "aws-af-south-1"].map((name, index): Target => ({
  name,
  kind: "cloud",
  required: index === 0,
  vendors: null,
  ...(index > 0 && { discovered: true }),
}));

const recorded = (phase: Phase, refs: string[]): RecordedSet[] => [
  {
    version: image.version,
    expect: { required: [], bestEffort: [] },
    images: [
      recordOf(image, {
        targets: { "aws-af-south-1": { phase, reason: "", listed: false, days: { made: day("2026-07-17") }, refs } },
      }),
    ],
  },
];
const absent = new Map([["aws-af-south-1", { isAbsent: true }]] as const);
const present = (sets: readonly RecordedSet[], clouds: Parameters<typeof presentTargets>[2]): string[] =>
  presentTargets(targets, sets, clouds).map(({ name }) => name);

test("a region that nobody named, and the account does not have, is no target", () => {
  expect(present([], absent)).toEqual(["aws-eu-west-1", "aws-eu-west-3"]);
});

test.each<[string, Phase, string[], boolean]>([
  ["has an image of ours", "current", ["ami-1"], true],
  ["had one, which is gone", "gone", ["ami-1"], false],
  ["was to get one, and never did", "made", [], false],
])("unless it %s: %s, %j", (_case, phase, refs, isTarget) => {
  expect(present(recorded(phase, refs), absent).includes("aws-af-south-1")).toBe(isTarget);
});

test("where no cloud is asked, the regions count that somebody named or that have images", () => {
  expect(present([], null)).toEqual(["aws-eu-west-1"]);
  expect(present(recorded("current", ["ami-1"]), null)).toEqual(["aws-eu-west-1", "aws-af-south-1"]);
});

test("a target that somebody named, and the account lost, counts as retired: nothing waits for it, and what it had goes", () => {
  const lost = new Map([["aws-eu-west-1", { isLost: true }]] as const);
  expect(presentTargets(targets, recorded("current", ["ami-1"]), lost)[0]).toMatchObject({
    name: "aws-eu-west-1",
    required: false,
    retired: true,
  });
});
