import { expect, test } from "vitest";
import type { Approvable } from "./approval.ts";
import { day } from "../../test/samples/samples.ts";
import { differences } from "./differences.ts";
import { approval, paths } from "../../test/samples/approval-samples.ts";

const other = "0".repeat(64);
const found = (change: Partial<Approvable>) => differences(approval, { ...approval, ...change });

test("nothing differs from what it was made from", () => {
  expect(found({})).toEqual([]);
});

test.each<[string, Partial<Approvable>, { where: string; value: string }]>([
  ["another stack", { stack: "bookworm-release" }, { where: "--stack", value: "bookworm-release" }],
  ["the next day", { day: day("2026-07-07") }, { where: "today", value: "2026-07-07" }],
  [
    "a setting",
    { settings: { ...approval.settings, "retention.hideAfter": 15 } },
    { where: "cloud-images:retention.hideAfter", value: "15" },
  ],
  [
    "a setting that was not there",
    { settings: { ...approval.settings, "withdraw.20260705-2530": "no" } },
    { where: "cloud-images:withdraw.20260705-2530", value: '"no"' },
  ],
  [
    "a record",
    { records: { ...approval.records, [paths.older]: { of: "debian-13-20260705-2530", sha256: other } } },
    { where: paths.older, value: "changed, sha256 000000000000…" },
  ],
  [
    "a record that is new",
    { records: { ...approval.records, [paths.newer]: { of: "debian-13-20260706-2531", sha256: other } } },
    { where: paths.newer, value: "new" },
  ],
  ["an artifact that is gone", { artifacts: {} }, { where: paths.archive, value: "gone" }],
  ["the engine's state", { state: other }, { where: "the engine's state of trixie-release", value: "changed" }],
  [
    "what else the plan is made from",
    { facts: { ...approval.facts, "trixie-release: the foreign directory x": other } },
    { where: "trixie-release: the foreign directory x", value: "new" },
  ],
  ["a rule", { program: { ...approval.program, policy: other } }, { where: "policy", value: "changed" }],
])("%s is named, with what to do", (_what, change, problem) => {
  const problems = found(change);
  expect(problems).toMatchObject([problem]);
  expect(problems[0]?.remedy).toMatch(/preview again|name that stack/);
});

test("every difference is named, but not what the plan makes of them", () => {
  const fact = "trixie-release: the build of debian-13-ec2-amd64-20260706-2531";
  const problems = found({ day: day("2026-07-07"), facts: { [fact]: other }, artifacts: {} });
  expect(problems.map(({ where }) => where)).toEqual(["today", fact]);
});

test("bytes that changed are named beside all else", () => {
  const problems = found({ day: day("2026-07-07"), artifacts: { [paths.archive]: other, "/new": other } });
  expect(problems.map(({ where }) => where)).toEqual(["today", paths.archive]);
});
