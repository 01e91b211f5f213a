import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

describe("what a dead run had moved to its set's directory", () => {
  const set = "staging/sets/trixie/daily/20260717-2542";
  const other = trixie.replace("generic", "nocloud");

  async function write(file: string, text = "") {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const scope = { suite: "trixie", channel: "daily" } as const;
  const moved = () => readdir(path.join(root, set, "files")).catch(() => []);

  test("goes where no record tells of the image, with the directory that it leaves empty", async () => {
    await write(`${set}/files/${trixie}.tar.xz`);
    await write(`${set}/files/${trixie}.tests/boot.json`);
    await workOn(trixie);
    expect(await removeLeftovers(places(), scope)).toEqual([trixie]);
    expect(await readdir(path.join(root, "staging"))).toEqual(["work"]);
  });

  test.each([
    ["its record", `${set}/records/${trixie}.json`, "damaged"],
    ["the set's record", "tree/trixie/daily/20260717-2542/set.json", `{ "name": "${trixie}" }`],
    ["the index", "tree/trixie/daily/index.json", `{ "name": "${trixie}" }`],
  ])("stays where %s tells of the image", async (_what, file, text) => {
    await write(`${set}/files/${trixie}.tar.xz`);
    await write(`${set}/files/${other}.tar.xz`);
    await write(`${set}/files/SHA512SUMS`);
    await write(file, text);
    expect(await removeLeftovers(places(), scope)).toEqual([other]);
    expect((await moved()).toSorted()).toEqual(["SHA512SUMS", `${trixie}.tar.xz`]);
  });

  test("waits again with the others where it was aside while its set was shown, if a record tells of it", async () => {
    await write(`${set}/files.aside/${trixie}.tar.xz`, "whole");
    await write(`${set}/files.aside/${other}.tar.xz`);
    await write(`${set}/records/${trixie}.json`);
    const elsewhere = `staging/sets/trixie/20260717-2542/files.aside/${release}.tar.xz`;
    await write(elsewhere);
    expect(await removeLeftovers(places(), scope)).toEqual([other]);
    expect(await readdir(path.join(root, set))).toEqual(["files", "records"]);
    expect(await moved()).toEqual([`${trixie}.tar.xz`]);
    expect(await readdir(path.dirname(path.join(root, elsewhere)))).toHaveLength(1);
  });

  test("stays in another channel, and where it is none of our images", async () => {
    await write(`staging/sets/trixie/20260717-2542/files/${release}.tar.xz`);
    await write(`${set}/files/${release}.tar.xz`);
    await write(`${set}/files/notes`);
    expect(await removeLeftovers(places(), scope)).toEqual([]);
    expect(await removeLeftovers(places(), { suite: null, channel: null })).toEqual([release]);
    expect((await moved()).toSorted()).toEqual([`${release}.tar.xz`, "notes"]);
  });
});
