import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeLeftovers } from "./leftovers.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(path.join(tmpdir(), "leftovers-"))));
afterEach(() => rm(root, { recursive: true, force: true }));

const places = () => ({ tree: path.join(root, "tree"), staging: path.join(root, "staging") });
const trixie = "debian-13-generic-amd64-daily-20260717-2542";
const release = "debian-13-generic-amd64-20260717-2542";
const sid = "debian-sid-generic-amd64-daily-20260717-2542";

async function workOn(...names: string[]) {
  for (const name of names) {
    await mkdir(path.join(root, "staging/work", name), { recursive: true });
    await writeFile(path.join(root, "staging/work", name, "disk.raw"), "half");
  }
}
const left = () => readdir(path.join(root, "staging/work"));

test("what was in the making of the stack's channel goes, that of others and what is unknown stays", async () => {
  await workOn(trixie, release, sid, "notes");
  expect(await removeLeftovers(places(), { suite: "trixie", channel: "daily" })).toEqual([trixie]);
  expect((await left()).toSorted()).toEqual([release, sid, "notes"].toSorted());
});

test("a stack for every suite clears all of them", async () => {
  await workOn(trixie, release, sid);
  await removeLeftovers(places(), { suite: null, channel: null });
  expect(await left()).toEqual([]);
});

test("staging need not be there yet", async () => {
  expect(await removeLeftovers(places(), { suite: null, channel: null })).toEqual([]);
});
