import { describe, expect, test } from "vitest";
import type { Approvable } from "./approval.ts";
import { approval, urns } from "../../test/samples/approval-samples.ts";
import { day } from "../../test/samples/samples.ts";
import { departures, differences, unapprovedSteps } from "./differences.ts";

const other = "0".repeat(64);
const older = "debian-13-ec2-amd64-20260705-2530";
const newer = "debian-13-ec2-amd64-20260706-2531";
const hidden = { ...approval.plan, [`${older}@mirror`]: "hidden, its time is over (cccc)" };
const found = (change: Partial<Approvable>) => differences(approval, { ...approval, ...change });
const wheres = (change: Partial<Approvable>) =>
  departures(approval, { ...approval, ...change }).map(({ where }) => where);

test("nothing differs from what it was made from", () => {
  expect(found({})).toEqual([]);
});

test.each<[string, Partial<Approvable>, { where: string; value: string }]>([
  ["another stack", { stack: "bookworm-release" }, { where: "--stack", value: "bookworm-release" }],
  ["the next day", { day: day("2026-07-07") }, { where: "today", value: "2026-07-07" }],
  [
    "a setting",
    { settings: { ...approval.settings, "cloud-images:retention.hideAfter": "15" } },
    { where: "cloud-images:retention.hideAfter", value: "15" },
  ],
  [
    "a setting that was not there",
    { settings: { ...approval.settings, "cloud-images:withdraw.20260705-2530": '"no"' } },
    { where: "cloud-images:withdraw.20260705-2530", value: '"no"' },
  ],
  ["a line of the plan", { plan: hidden }, { where: `${older}@mirror`, value: "hidden, its time is over (cccc)" }],
  [
    "a line that is new",
    { plan: { ...approval.plan, "x@mirror": "current, new (dddd)" } },
    { where: "x@mirror", value: "current, new (dddd)" },
  ],
  ["the engine's state", { state: other }, { where: "the engine's state of trixie-release", value: "changed" }],
  ["a rule", { program: { ...approval.program, "policy/": other } }, { where: "policy/", value: "changed" }],
])("%s is named, with what to do", (_what, change, problem) => {
  const problems = found(change);
  expect(problems).toMatchObject([problem]);
  expect(problems[0]?.remedy).toMatch(/preview again|name that stack/);
});

test("every difference is named, with what was approved", () => {
  const problems = found({ day: day("2026-07-07"), plan: {} });
  expect(problems.map(({ where }) => where)).toEqual(["today", `${older}@mirror`, `${newer}@mirror`]);
  expect(problems[2]).toMatchObject({ value: "none", expected: "current, the gate opens (bbbb), as approved" });
});

describe("a begun run goes on", () => {
  test.each<[string, Partial<Approvable>]>([
    ["where nothing is done yet", {}],
    ["with another state, which it wrote", { state: other }],
    ["with other reasons that lead to the same end", { plan: {} }],
    ["without the build of an image that it made", { sources: {} }],
    ["with the build of an image that was made before", { sources: { ...approval.sources, [older]: other } }],
    ["with nothing left to delete", { deletions: [] }],
  ])("%s", (_what, change) => {
    expect(wheres(change)).toEqual([]);
  });
});

describe("a begun run is refused", () => {
  test.each<[string, Partial<Approvable>, string]>([
    ["on another stack", { stack: "bookworm-release" }, "--stack"],
    ["with another setting", { settings: {} }, "cloud-images:allowDelete"],
    ["with another program", { program: { ...approval.program, "images/": other } }, "images/"],
    ["with another build of an image that it is still to make", { sources: { [newer]: other } }, newer],
    ["with a build more", { sources: { ...approval.sources, x: other } }, "x"],
    ["where it would lead elsewhere", { table: approval.table.slice(0, 1) }, approval.table[1] ?? ""],
    ["where it would lead further", { table: [...approval.table, "x@mirror current"] }, "x@mirror current"],
    ["where more would go", { deletions: [...approval.deletions, "x@mirror"] }, "x@mirror"],
  ])("%s", (_what, change, where) => {
    expect(wheres(change)).toContain(where);
  });
});

describe("what is left of the engine's steps", () => {
  const { files, version, olderVersion, index } = urns;
  const rows: [string, Record<string, string[]>, string[]][] = [
    ["may be all of them", approval.steps, []],
    ["may be none", {}, []],
    ["may finish what was half made", { [files]: ["update"], [version]: ["create"] }, []],
    ["may not change what was to stay", { [`${files}2`]: ["update"] }, [`${files}2`]],
    ["may not delete what was to be made", { [version]: ["delete"] }, [version]],
    ["may not make what was to be changed", { [olderVersion]: ["create"] }, [olderVersion]],
    ["may not replace", { [index]: ["create-replacement", "replace", "delete-replaced"] }, [index]],
  ];
  test.each(rows)("%s", (_what, steps, refused) => {
    expect(unapprovedSteps(approval.steps, steps).map(({ where }) => where)).toEqual(refused);
  });
});
