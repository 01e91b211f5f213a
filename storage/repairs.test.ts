import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { noteFound, noteWritten, readRepairs } from "./repairs.ts";

let folder = "";
const file = () => join(folder, "repairs");
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "repairs-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what was found and then written again is repaired, each finding once", async () => {
  noteFound(file(), "index", ["index.json is missing"]);
  noteFound(file(), "index", ["index.json is missing", "feed.atom is missing"]);
  noteWritten(file(), "index");
  expect(await readRepairs(file())).toEqual(new Map([["index", ["index.json is missing", "feed.atom is missing"]]]));
});

test.each<[string, () => void]>([
  ["was found, and not written again", () => noteFound(file(), "index", ["index.json is missing"])],
  ["was written without a finding", () => noteWritten(file(), "index")],
  [
    "was found only in another resource",
    () => {
      noteFound(file(), "latest", ["latest is missing"]);
      noteWritten(file(), "index");
    },
  ],
  [
    "was compared, and is as it was written",
    () => {
      noteFound(file(), "index", []);
      noteWritten(file(), "index");
    },
  ],
  ["nobody asked to note", () => noteFound(undefined, "index", ["index.json is missing"])],
])("what %s is no repair", async (_what, note) => {
  note();
  expect(await readRepairs(file())).toEqual(new Map());
});
