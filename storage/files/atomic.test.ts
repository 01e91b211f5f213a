import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isTemporary, replaceFile, replaceLink, sweepTemporaries } from "./atomic.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "atomic-"));
});
afterEach(() => rm(root, { recursive: true }));

test("a file and a link are replaced whole, and nothing else is left", async () => {
  await replaceFile(join(root, "a"), "one");
  await replaceFile(join(root, "a"), "two");
  await replaceLink(join(root, "b"), "x");
  await replaceLink(join(root, "b"), "y");
  expect(await readFile(join(root, "a"), "utf8")).toBe("two");
  expect(await readlink(join(root, "b"))).toBe("y");
  expect((await readdir(root)).toSorted()).toEqual(["a", "b"]);
});

test("a replacement that fails leaves no temporary file", async () => {
  await mkdir(join(root, "a"));
  await expect(replaceFile(join(root, "a"), "text")).rejects.toThrow(/EISDIR/);
  expect(await readdir(root)).toEqual(["a"]);
});

test("what a killed writer left is known by its name, and swept; nothing else is", async () => {
  const left = ".set.json.6f2d1c1e-3a34-4d0c-9c55-0d6a5a8d2f11.new";
  await writeFile(join(root, left), "");
  await writeFile(join(root, ".htaccess"), "");
  expect(isTemporary(left)).toBe(true);
  await sweepTemporaries(root);
  expect(await readdir(root)).toEqual([".htaccess"]);
});
