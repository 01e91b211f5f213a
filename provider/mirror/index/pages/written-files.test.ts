import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Places } from "../../../../storage/tree/places.ts";
import { writeFiles, writtenFindings } from "./written-files.ts";

const memory = "readers/memory.json";
const fileOf = (name: string) => ({ path: name, text: `${name}\n` });

let root: string;
let places: Places;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "written-files-"));
  places = { tree: path.join(root, "tree"), staging: path.join(root, "staging") };
});
afterEach(() => rm(root, { recursive: true }));

const write = (...names: string[]) => writeFiles(places, memory, names.map(fileOf));
const present = async () => (await readdir(places.tree)).toSorted();

test("a file that nothing makes any more goes at the end", async () => {
  await (
    await write("a", "b")
  )();
  const removeGone = await write("a");
  expect(await present()).toEqual(["a", "b"]);
  await removeGone();
  expect(await present()).toEqual(["a"]);
});

test("a new file of a run that was killed before its end goes too", async () => {
  await (
    await write("a")
  )();
  await write("a", "b");
  await (
    await write("a")
  )();
  expect(await present()).toEqual(["a"]);
});

test("a signed form goes with its file", async () => {
  await (
    await write("a.json", "b.json")
  )();
  await writeFile(path.join(places.tree, "b.sjson"), "signed");
  await (
    await write("a.json")
  )();
  expect(await present()).toEqual(["a.json"]);
});

test("after a kill, whatever the killed run did not come to is a finding", async () => {
  await (
    await write("a")
  )();
  await write("a", "b");
  await rm(path.join(places.tree, "b"));
  expect(await writtenFindings(places, memory)).toEqual(["b is missing"]);
});
