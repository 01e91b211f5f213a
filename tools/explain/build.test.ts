import { describe, expect, test } from "vitest";
import { setPlan } from "../../test/samples/stacks-samples.ts";
import { buildRows, notInStable } from "./build.ts";

const [made] = setPlan("20260717-2542", { "generic/amd64": ["current", "current"] }).images;
const [arriving] = setPlan("20260717-2542", { "generic/amd64": [null, "current"] }).images;
if (made?.record == null || arriving?.candidate == null) throw new Error("a recorded image and a new one");
const { record } = made;
const { candidate } = arriving;
const build = { job: null, commit: null, command: null, noLog: null };

describe("where an image comes from", () => {
  test("is told as far as its build told it", () => {
    const told = { ...build, job: "https://salsa.debian.org/a/b/-/jobs/7", commit: "0a1b2c", command: "make image" };
    expect(buildRows({ record: { ...record, build: told }, candidate: null })).toEqual([
      ["job", "https://salsa.debian.org/a/b/-/jobs/7"],
      ["commit", "0a1b2c"],
      ["command", "make image"],
    ]);
    expect(buildRows({ record, candidate: null })).toEqual([]);
  });

  test("is told with why its log is not kept", () => {
    const noLog = "salsa.debian.org answered 404";
    const rows = buildRows({ record: { ...record, build: { ...build, noLog } }, candidate: null });
    expect(rows).toEqual([["log", "not kept: salsa.debian.org answered 404"]]);
  });

  test("cannot move the cursor of whoever reads it", () => {
    const rows = buildRows({ record: { ...record, build: { ...build, command: "\u001b[2Jmake" } }, candidate: null });
    expect(rows.flat().join()).not.toContain("\u001b");
  });
});

describe("the packages that stable does not have", () => {
  const many = Array.from({ length: 22 }, (_, index) => `p${index} 1`);
  test.each([
    [null, []],
    [[], [["not in stable", "nothing"]]],
    [["a 1"], [["not in stable", "1 package: a 1"]]],
    [["a 1", "b 2"], [["not in stable", "2 packages: a 1, b 2"]]],
    [many, [["not in stable", `22 packages: ${many.slice(0, 20).join(", ")}, and 2 more`]]],
  ])("are counted and named: %j", (packages, rows) => {
    expect(buildRows({ record: { ...record, notInStable: packages }, candidate: null })).toEqual(rows);
  });

  test("are those of the record; of the build that arrives while there is none", () => {
    const told = { ...candidate, notInStable: ["a 1"] };
    expect(notInStable({ record: null, candidate: told })).toEqual(["a 1"]);
    expect(notInStable({ record: { ...record, notInStable: ["b 2"] }, candidate: told })).toEqual(["b 2"]);
    expect(notInStable({ record, candidate: told })).toBeNull();
  });
});
