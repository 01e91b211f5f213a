import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ifPresent } from "./fault.ts";
import { checkPlaces } from "./places.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "places-"));
});
afterEach(() => rm(root, { recursive: true }));

test.each([
  ["staging in the tree", "tree", "tree/staging"],
  ["the tree in staging", "staging/tree", "staging"],
  ["both the same", "tree", "tree"],
])("%s is refused, whether or not they exist", async (_name, tree, staging) => {
  const places = { tree: join(root, tree), staging: join(root, staging) };
  await expect(checkPlaces(places)).rejects.toThrow(/beside the tree/);
  await mkdir(places.tree, { recursive: true });
  await expect(checkPlaces(places)).rejects.toThrow(/beside the tree/);
});

test("another file system is refused: a set is published by one rename", async () => {
  const places = { tree: join(root, "tree"), staging: "/proc/staging" };
  await expect(checkPlaces(places)).rejects.toThrow(/file system of the tree/);
});

test("two folders beside each other are taken, and not made", async () => {
  const places = { tree: join(root, "a/tree"), staging: join(root, "a/staging") };
  expect(await checkPlaces(places)).toEqual(places);
  expect(await ifPresent(stat(places.tree))).toBeUndefined();
});
