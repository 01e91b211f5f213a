import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { UserError } from "../../images/model/errors.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import { fileName } from "../../images/tree/files.ts";
import { tree } from "../../images/tree/layout.ts";
import { dailyOf, first, makeWorld, publish, releaseOf, type World } from "../../provider/mirror/world.fixture.ts";
import * as commands from "../command.ts";
import { inTree, type Places } from "../tree/places.ts";
import { openDisk } from "./open.ts";

const { signal } = new AbortController();
/** The tree has raw files of the first vendor's images, and only archives of the second's. */
const images: [string, Image, "raw" | "tar.xz"][] = [
  ["the raw file", dailyOf(first), "raw"],
  ["the archive", dailyOf(first, "ec2"), "tar.xz"],
];

let world: World;
/** The tree, for a process that did not open its disks yet: those are shared by staging folder. */
let places: Places;
let processes = 0;
beforeAll(async () => {
  world = await makeWorld();
  for (const [, image] of images) await publish(world, image);
});
beforeEach(() => {
  processes += 1;
  places = { tree: world.tree, staging: path.join(world.root, `staging-${processes}`) };
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => world.end());

const pathOf = (image: Image, format: "raw" | "tar.xz") =>
  path.join(inTree(world, tree.set(image)), fileName(image, format));

/** What the fixture writes into each disk. */
const contentAt = 2 << 20;

test.each(images)("a disk is had from %s: its size, its bytes, and what is not zeros", async (_, image) => {
  const disk = await openDisk(places, image, signal);
  const whole = await disk.read(0, disk.size);
  expect(disk.size).toBe(8 << 20);
  expect(whole.subarray(contentAt, contentAt + 64).some((byte) => byte !== 0)).toBe(true);
  const kept = Buffer.alloc(disk.size);
  for (const { offset, length } of disk.extents) (await disk.read(offset, length)).copy(kept, offset);
  expect(kept.equals(whole)).toBe(true);
  expect(disk.extents.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(1 << 20);
  await disk.close();
});

test("both ways give the same disk, which is the tree's raw file", async () => {
  const image = dailyOf(first);
  const raw = await readFile(pathOf(image, "raw"));
  const disk = await openDisk(places, image, signal);
  expect((await disk.read(0, disk.size)).equals(raw)).toBe(true);
  await disk.close();
});

test("zeros follow the disk's end, for clouds with larger blocks", async () => {
  const image = dailyOf(first);
  const disk = await openDisk(places, image, signal);
  expect((await disk.read(disk.size - 10, 20)).subarray(10)).toEqual(Buffer.alloc(10));
  await disk.close();
});

test("an archive is unpacked once, however many ask for its disk, and however late", async () => {
  const image = dailyOf(first, "ec2");
  const run = vi.spyOn(commands, "runCommand");
  const disks = await Promise.all([1, 2, 3].map(() => openDisk(places, image, signal)));
  for (const disk of disks) await disk.close();
  await (await openDisk(places, image, signal)).close();
  expect(run).toHaveBeenCalledOnce();
});

test("nothing lies in staging while an unpacked disk is used, so a kill leaves nothing", async () => {
  const image = dailyOf(first, "ec2");
  const disk = await openDisk(places, image, signal);
  expect(await readdir(path.join(places.staging, "work"))).toEqual([]);
  expect((await disk.read(0, disk.size)).some((byte) => byte !== 0)).toBe(true);
  await disk.close();
});

test.each(images)(
  "other bytes than the record's in %s are an error, and the next who asks reads again",
  async (_, image, format) => {
    const file = pathOf(image, format);
    const whole = await readFile(file);
    const changed = Buffer.from(whole);
    changed.writeUInt8((changed.at(-40) ?? 0) ^ 1, changed.length - 40);
    await writeFile(file, changed);
    await expect(openDisk(places, image, signal)).rejects.toThrow(UserError);
    await writeFile(file, whole);
    await (await openDisk(places, image, signal)).close();
  },
);

test("a whole archive of another disk, of the same size, is an error too", async () => {
  const image = dailyOf(first, "ec2");
  const file = pathOf(image, "tar.xz");
  const whole = await readFile(file);
  const tar = execFileSync("xz", ["--decompress", "--stdout"], { input: whole, maxBuffer: 64 << 20 });
  const last = tar.findLastIndex((byte) => byte !== 0);
  const other = execFileSync("xz", ["-9", "--stdout"], { input: tar.fill(0, last - 64, last + 1) });
  // xz takes zeros after the end of a stream
  await writeFile(file, Buffer.concat([other, Buffer.alloc(whole.length - other.length)]));
  await expect(openDisk(places, image, signal)).rejects.toThrow(/a tar with the sha512/);
  await writeFile(file, whole);
});

test.each(images)("so are a shorter file and a missing one in place of %s", async (_, image, format) => {
  const file = pathOf(image, format);
  const whole = await readFile(file);
  await truncate(file, 512);
  await expect(openDisk(places, image, signal)).rejects.toThrow(/512 bytes": expected the \d+ bytes of its record/);
  await rm(file);
  await expect(openDisk(places, image, signal)).rejects.toThrow(/expected the \d+ bytes of its record/);
  await writeFile(file, whole);
});

test("an image without a record is an error", async () => {
  const image = releaseOf(dailyOf(first));
  await expect(openDisk(places, image, signal)).rejects.toThrow(`${imageName(image)}: expected a record`);
});

test.each(images)("who gives up is told so, from %s", async (_, image) => {
  const stopped = AbortSignal.abort(new Error("stopped"));
  await expect(openDisk(places, image, stopped)).rejects.toThrow("stopped");
});
