import { describe, expect, test } from "vitest";
import type { Approvable } from "./approval.ts";
import { departures, strangeSteps } from "./continuation.ts";
import { approval, newer, older, paths, urns } from "../../test/samples/approval-samples.ts";

const other = "0".repeat(64);
const wheres = (change: Partial<Approvable>) =>
  departures(approval, { ...approval, ...change }).map(({ where }) => where);

describe("a begun run goes on", () => {
  test.each<[string, Partial<Approvable>]>([
    ["where nothing is done yet", {}],
    ["with another state, which it wrote", { state: other }],
    ["with other facts that lead to the same end", { facts: {} }],
    [
      "with the record of a set that it was to make",
      { records: { ...approval.records, [paths.newer]: { of: newer, sha256: other } } },
    ],
    [
      "with another record of a set that it was to change",
      { records: { ...approval.records, [paths.older]: { of: older, sha256: other } } },
    ],
    [
      "with more tombstones, which it wrote",
      { records: { ...approval.records, [paths.removed]: { of: "trixie-release", sha256: other } } },
    ],
    ["without the artifact of an image that it made", { artifacts: {} }],
    ["with nothing left to delete", { deletions: [] }],
  ])("%s", (_what, change) => {
    expect(wheres(change)).toEqual([]);
  });
});

describe("a begun run is refused", () => {
  const withoutResting = Object.fromEntries(
    Object.entries(approval.records).filter(([path]) => path !== paths.resting),
  );

  test.each<[string, Partial<Approvable>, string]>([
    ["on another stack", { stack: "bookworm-release" }, "--stack"],
    ["with another setting", { settings: {} }, "cloud-images:allowDelete"],
    ["with another program", { program: { ...approval.program, images: other } }, "images"],
    [
      "with another record of a set that rests",
      { records: { ...approval.records, [paths.resting]: { of: "debian-13-20260601-2500", sha256: other } } },
      paths.resting,
    ],
    ["without the record of a set that rests", { records: withoutResting }, paths.resting],
    ["with other bytes of an image that it is still to make", { artifacts: { [paths.archive]: other } }, paths.archive],
    ["with an artifact more", { artifacts: { ...approval.artifacts, "/builds/x": other } }, "/builds/x"],
    ["where it would lead elsewhere", { table: approval.table.slice(0, 1) }, approval.table[1] ?? ""],
    [
      "where it would lead further",
      { table: [...approval.table, "debian-13-ec2-arm64-20260706-2531@mirror current"] },
      "debian-13-ec2-arm64-20260706-2531@mirror current",
    ],
    [
      "where more would go",
      { deletions: [...approval.deletions, "debian-13-ec2-amd64-20260705-2530@mirror"] },
      "debian-13-ec2-amd64-20260705-2530@mirror",
    ],
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
    expect(strangeSteps(approval.steps, steps).map(({ where }) => where)).toEqual(refused);
  });
});
