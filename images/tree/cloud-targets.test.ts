import { describe, expect, it } from "vitest";
import { cloudTargetsIn, cloudTargetsText } from "./cloud-targets.ts";
import type { CloudTarget } from "./resources.ts";

const standing = {
  members: ["ec2/amd64"],
  phase: "current",
  reason: "newest of its family",
  listed: true,
  days: { made: "2026-07-17", shown: "2026-07-17" },
} as const;
const at = (ami: string): CloudTarget => ({
  images: [{ ...standing, members: [...standing.members] }],
  results: { "ec2/amd64": { refs: [ami], state: "passed" } },
});

describe("what became of a set in clouds, as a text,", () => {
  const targets = { "aws-eu-west-1": at("ami-1"), "aws-us-east-1": at("ami-2"), "azure-westeurope": at("ami-1") };

  it("gives the same back", () => {
    expect(cloudTargetsIn(cloudTargetsText(targets))).toEqual(targets);
    expect(cloudTargetsIn(cloudTargetsText({}))).toEqual({});
    const waiting = { "aws-eu-west-1": { ...at("ami-1"), results: {} } };
    expect(cloudTargetsIn(cloudTargetsText(waiting))).toEqual(waiting);
  });

  it("says once what is so at several targets", () => {
    const text = cloudTargetsText(targets);
    expect([text.split("newest of its family").length, text.split("ami-1").length]).toEqual([2, 2]);
  });

  it("is the same in whatever order the targets and keys are", () => {
    const turned = Object.fromEntries(
      Object.entries(targets)
        .toReversed()
        .map(([target, { images, results }]) => [
          target,
          {
            results,
            images: images.map(({ members, phase, reason, listed, days }) => ({
              days,
              listed,
              reason,
              phase,
              members,
            })),
          },
        ]),
    );
    expect(cloudTargetsText(turned)).toBe(cloudTargetsText(targets));
  });

  it("is refused where somebody changed it", () => {
    expect(() => cloudTargetsIn('{"images":[]}')).toThrow(/a set's cloudTargets: results/);
  });
});
