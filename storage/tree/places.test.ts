import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ifPresent } from "../files/fault.ts";
import { checkFolder, checkPlaces, ensurePlaces } from "./places.ts";

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

test("both are made where they are missing, and staging is for its owner alone, whatever the umask and the mode that it had", async () => {
  const places = { tree: join(root, "new/tree"), staging: join(root, "staging") };
  await mkdir(join(places.staging, "quarantine"), { recursive: true });
  await chmod(places.staging, 0o755);
  await chmod(join(places.staging, "quarantine"), 0o2775);
  await ensurePlaces(places);
  const modes = [places.tree, join(root, "new"), places.staging, join(places.staging, "quarantine")].map(
    async (path) => (await stat(path)).mode & 0o7777,
  );
  expect(await Promise.all(modes)).toEqual([0o755, 0o755, 0o700, 0o700]);
});

test("a staging folder of somebody else's is refused", async ({ skip }) => {
  skip(process.getuid?.() !== 0);
  const places = { tree: join(root, "tree"), staging: join(root, "staging") };
  await mkdir(places.staging);
  await chown(places.staging, 12345, 12345);
  await expect(ensurePlaces(places)).rejects.toThrow(/owned by user 12345.*expected a folder of user 0/);
});

test.each(["tree", "tree/trixie/daily"])("a bind mount at %s is refused before anything is made", async (folder) => {
  const places = { tree: join(root, "tree"), staging: join(root, "staging") };
  const path = join(root, folder);
  await Promise.all([path, places.staging].map((each) => mkdir(each, { recursive: true })));
  try {
    execFileSync("mount", ["--bind", path, path], { stdio: "ignore" });
  } catch {
    // mounting needs root
    return;
  }
  try {
    const checked = checkPlaces(places).then(() => checkFolder(places, "trixie/daily"));
    await expect(checked).rejects.toThrow(`is on what is mounted at ${path}`);
  } finally {
    execFileSync("umount", [path]);
  }
});
