import { expect, test } from "vitest";
import type { Readings } from "../../storage/tree/readings.ts";
import { version } from "../../test/samples/samples.ts";
import { filesToRead, type AuditedFile } from "./order.ts";

const image = {
  suite: "trixie",
  channel: "daily",
  vendor: "generic",
  arch: "amd64",
  version: version("20260717-2542"),
} as const;
const file = (name: string, size = 10): AuditedFile => ({ image, name, size, path: `set/${name}`, sha512: "" });
const readings = (read: Record<string, string>, ...suspects: string[]): Readings => ({
  read: new Map(Object.entries(read).map(([name, time]) => [`set/${name}`, time])),
  suspects: new Set(suspects),
});
const namesOf = (files: readonly AuditedFile[]): string[] => files.map(({ name }) => name);

const files = [file("a"), file("b"), file("c"), file("d")];
const known = readings({ a: "2026-07-03T00:00:00Z", b: "2026-07-01T00:00:00Z", d: "2026-07-02T00:00:00Z" }, "a");

test("what is suspected is read first, then what was never read, then the longest ago", () => {
  expect(namesOf(filesToRead(files, known, Infinity))).toEqual(["a", "c", "b", "d"]);
});

test("no more is read than the budget has room for", () => {
  expect(namesOf(filesToRead(files, known, 29))).toEqual(["a", "c"]);
});

test("a file that is greater than the budget has its turn all the same", () => {
  expect(namesOf(filesToRead([file("big", 1000), file("c")], readings({}), 10))).toEqual(["big"]);
});

test("with a budget for one file every file is read in as many audits as there are files", () => {
  const seen = readings({});
  const turns = files.map((_, turn) => {
    const [next] = filesToRead(files, seen, 10);
    if (next === undefined) throw new Error("nothing to read");
    seen.read.set(next.path, `2026-07-0${turn + 1}T00:00:00Z`);
    return next.name;
  });
  expect(turns.toSorted()).toEqual(["a", "b", "c", "d"]);
});
