import { expect, test } from "vitest";
import type { Member } from "../model/image.ts";
import type { Standing } from "../tree/resources.ts";
import { groupedStandings } from "./target-states.ts";

const standing = (phase: Standing["phase"], reason = ""): Standing => ({
  phase,
  reason,
  listed: phase === "current",
  days: { made: "2026-07-17" },
});

test.each<[string, [Member, Standing][], Member[][]]>([
  ["nobody", [], []],
  [
    "members that stand alike",
    [
      ["ec2/amd64", standing("current")],
      ["ec2/arm64", standing("current")],
    ],
    [["ec2/amd64", "ec2/arm64"]],
  ],
  [
    "one that stands apart between two that do not",
    [
      ["azure/amd64", standing("current")],
      ["ec2/amd64", standing("withdrawn")],
      ["ec2/arm64", standing("current")],
    ],
    [["azure/amd64", "ec2/arm64"], ["ec2/amd64"]],
  ],
  [
    "the same phase for two reasons",
    [
      ["ec2/amd64", standing("lost", "archive missing")],
      ["ec2/arm64", standing("lost", "archive changed")],
    ],
    [["ec2/amd64"], ["ec2/arm64"]],
  ],
])("%s: each is told where it stands, and those alike together", (_, standings, groups) => {
  const told = groupedStandings(new Map(standings));
  expect(told.map(({ members }) => members)).toEqual(groups);
  const each = told.flatMap(({ members, ...rest }) => members.map((member) => [member, rest]));
  expect(Object.fromEntries(each)).toEqual(Object.fromEntries(standings));
});
