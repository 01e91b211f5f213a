import { expect, test } from "vitest";
import type { Member } from "../model/image.ts";
import type { TargetState } from "../tree/resources.ts";
import { groupedStates } from "./target-states.ts";

const state = (phase: TargetState["phase"], reason = ""): TargetState => ({
  phase,
  reason,
  listed: phase === "current",
  days: { made: "2026-07-17" },
});

test.each<[string, [Member, TargetState][], Member[][]]>([
  ["nobody", [], []],
  [
    "members that stand alike",
    [
      ["ec2/amd64", state("current")],
      ["ec2/arm64", state("current")],
    ],
    [["ec2/amd64", "ec2/arm64"]],
  ],
  [
    "one that stands apart between two that do not",
    [
      ["azure/amd64", state("current")],
      ["ec2/amd64", state("withdrawn")],
      ["ec2/arm64", state("current")],
    ],
    [["azure/amd64", "ec2/arm64"], ["ec2/amd64"]],
  ],
  [
    "the same phase for two reasons",
    [
      ["ec2/amd64", state("lost", "archive missing")],
      ["ec2/arm64", state("lost", "archive changed")],
    ],
    [["ec2/amd64"], ["ec2/arm64"]],
  ],
])("%s: each has its own, equal ones together", (_, states, groups) => {
  const told = groupedStates(new Map(states));
  expect(told.map(({ members }) => members)).toEqual(groups);
  const each = told.flatMap(({ members, ...rest }) => members.map((member) => [member, rest]));
  expect(Object.fromEntries(each)).toEqual(Object.fromEntries(states));
});
