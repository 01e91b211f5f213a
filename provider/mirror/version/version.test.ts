import { appendFile, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileName } from "../../../images/tree/files.ts";
import { imageName, memberOf, setDirectory, type Image } from "../../../images/model/image.ts";
import { readSet, readStagedSet, writeSet } from "../../../storage/tree/records.ts";
import {
  dailyOf,
  filesUrn,
  first,
  listing,
  makeWorld,
  makingOf,
  publish,
  standing,
  versionInputsOf,
  versionUrn,
  type World,
} from "../world.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const image = dailyOf(first);
const late = dailyOf(first, "azure");
const directory = (): string => join(world.tree, setDirectory(image));
const sums = (): Promise<string> => readFile(join(directory(), "SHA512SUMS"), "utf8");

/** The set waits for `image`, and takes `late` when it comes. */
async function make(member: Image, required: boolean, digest?: string): Promise<void> {
  const build = await world.build(member);
  const news = makingOf(member, { ...build, digest: digest ?? build.digest }, required);
  if (news.making !== undefined) news.making.expect = { required: [memberOf(image)], bestEffort: [memberOf(late)] };
  await world.provider.create(filesUrn, news);
}

test("a set appears whole, with its checksums, its page and its record, and leaves nothing in staging", async () => {
  await publish(world, image);
  expect(await listing(directory())).toEqual(
    [
      "HEADER.html",
      "SHA256SUMS",
      "SHA512SUMS",
      "set.json",
      ...["incus.tar.xz", "info", "json", "qcow2", "raw", "tar.xz"].map((end) => `${imageName(image)}.${end}`),
    ].toSorted(),
  );
  expect((await sums()).split("\n").map((line) => line.slice(130))).toEqual([
    ...["json", "qcow2", "raw", "tar.xz"].map((end) => `${imageName(image)}.${end}`),
    "",
  ]);
  const record = await readSet(world, image);
  expect(record?.images[0]?.targets["mirror"]).toMatchObject({ phase: "current", listed: true });
  expect(record?.images[0]?.targets["mirror"]?.refs).toContain(`trixie/daily/${first}/${fileName(image, "qcow2")}`);
  expect(await listing(world.staging)).toEqual(["work"]);
});

test("everybody may read what is published, also of a person with umask 077", async () => {
  const umask = process.umask(0o077);
  try {
    await publish(world, image);
  } finally {
    process.umask(umask);
  }
  const names = ["", "trixie", "trixie/daily", ...(await listing(world.tree))];
  const modes = await Promise.all(
    [...new Set(names)].map(async (name) => [name, (await stat(join(world.tree, name))).mode & 0o777] as const),
  );
  expect(modes.filter(([name, mode]) => mode !== (/\.|SUMS/.test(name) ? 0o644 : 0o755))).toEqual([]);
});

test("publishing again changes nothing", async () => {
  const { version } = await publish(world, image);
  const before = await readFile(join(directory(), "set.json"), "utf8");
  expect((await world.provider.create(versionUrn, { ...versionInputsOf([image]) })).outputs).toEqual(version);
  expect(await readFile(join(directory(), "set.json"), "utf8")).toBe(before);
});

test("an image without a record stays out of the set, and joins when it is there", async () => {
  await make(image, true);
  const news = versionInputsOf([image, late]);
  const { outputs } = await world.provider.create(versionUrn, { ...news });
  expect(await sums()).not.toMatch(/azure/);
  await make(late, false);
  const joined = await world.provider.update(versionUrn, outputs, { ...news, contents: "joined" });
  expect(await sums()).toMatch(/azure/);
  expect(await listing(directory())).toContain(fileName(late, "tar.xz"));
  expect(joined["digest"]).not.toBe(outputs["digest"]);
  expect(await readStagedSet(world, image)).toEqual([]);
});

test("a failed image never enters the tree, and its record waits", async () => {
  await make(image, true);
  await make(late, false, "d".repeat(128));
  await world.provider.create(versionUrn, { ...versionInputsOf([image, late]) });
  expect((await readSet(world, image))?.images.map(({ vendor }) => vendor)).toEqual(["genericcloud"]);
  expect((await readStagedSet(world, image)).map((record) => record.image.vendor)).toEqual(["azure"]);
});

test("an image that is made and not to be shown stays in staging with its files", async () => {
  await make(image, true);
  await make(late, false);
  await world.provider.create(versionUrn, { ...versionInputsOf([image]) });
  expect((await readdir(directory())).filter((name) => name.includes("azure"))).toEqual([]);
  const waiting = join(world.staging, "sets", setDirectory(late), "files");
  expect(await listing(waiting)).toContain(fileName(late, "tar.xz"));
});

test("nothing is shown without the records of its required images", async () => {
  await make(late, false);
  await expect(world.provider.create(versionUrn, { ...versionInputsOf([image, late]) })).rejects.toThrow(/required/);
  await expect(readdir(directory())).rejects.toThrow(/ENOENT/);
});

test("a set none of whose images passed is never published, required or not", async () => {
  const build = await world.build(late);
  const news = makingOf(late, { ...build, digest: "d".repeat(128) }, false);
  if (news.making !== undefined) news.making.expect = { required: [], bestEffort: [memberOf(late)] };
  await world.provider.create(filesUrn, news);
  await expect(world.provider.create(versionUrn, { ...versionInputsOf([late]) })).rejects.toThrow(
    /no image that passed/,
  );
  await expect(readdir(directory())).rejects.toThrow(/ENOENT/);
});

test("what a killed run left half-written in the directory goes with the next update", async () => {
  const { version } = await publish(world, image);
  const left = join(directory(), ".set.json.386c5317-f5e1-4ae6-8df4-85c576946820.new");
  await writeFile(left, "{");
  await world.provider.update(versionUrn, version, { ...versionInputsOf([image]), contents: "again" });
  await expect(readdir(directory())).resolves.not.toContain(basename(left));
});

test("an empty directory that is public leaves, and nothing of it stays", async () => {
  const { version } = await publish(world, image);
  const record = await readSet(world, image);
  if (record === undefined) throw new Error("no record");
  await writeSet(world, { ...record, images: [] });
  for (const name of await readdir(directory())) if (name.startsWith("debian-")) await rm(join(directory(), name));
  await world.provider.delete(versionUrn, version);
  await expect(readdir(directory())).rejects.toThrow(/ENOENT/);
  expect(await listing(join(world.staging, "leaving"))).not.toContain("set.json");
});

test("a directory of somebody else's is never taken over", async () => {
  await make(image, true);
  await mkdir(directory(), { recursive: true });
  await writeFile(join(directory(), "theirs"), "");
  await expect(world.provider.create(versionUrn, { ...versionInputsOf([image]) })).rejects.toThrow(/npm run adopt/);
  expect(await listing(directory())).toEqual(["theirs"]);
});

test("leftovers without a record are not published", async () => {
  await make(image, true);
  const files = join(world.staging, "sets", setDirectory(image), "files");
  await writeFile(join(files, fileName(late, "tar.xz")), "half");
  await world.provider.create(versionUrn, { ...versionInputsOf([image]) });
  expect(await listing(directory())).not.toContain(fileName(late, "tar.xz"));
});

test("a hidden image keeps its checksums, a withdrawn one loses them; both stay in the record", async () => {
  const { version } = await publish(world, image);
  const update = (phase: "hidden" | "withdrawn") =>
    world.provider.update(versionUrn, version, { ...versionInputsOf([image], phase) });
  await update("hidden");
  expect(await sums()).not.toBe("");
  await update("withdrawn");
  expect(await sums()).toBe("");
  expect((await readSet(world, image))?.images[0]?.targets["mirror"]).toMatchObject({ phase: "withdrawn", refs: [] });
});

test.each(["SHA512SUMS", "set.json"])("a changed %s is seen by read, and written again", async (name) => {
  const { version } = await publish(world, image);
  const path = join(directory(), name);
  const before = await readFile(path, "utf8");
  const text = name === "set.json" ? before.replace("in a test", "by a hand") : `${before}x`;
  await writeFile(path, text);
  const found = await world.provider.read(versionUrn, { id: "", outputs: version, inputs: {} });
  expect(found?.outputs["digest"]).toBe(`changed: ${name}`);
  const news = { ...versionInputsOf([image]) };
  expect((await world.provider.diff(versionUrn, found?.outputs ?? {}, news)).changes).toEqual(["digest"]);
  expect(await world.provider.update(versionUrn, found?.outputs ?? {}, news)).toEqual(version);
  expect(await readFile(path, "utf8")).toBe(before);
});

test("a broken record is refused by its name, and never written over", async () => {
  const { version } = await publish(world, image);
  await appendFile(join(directory(), "set.json"), "}");
  await expect(world.provider.update(versionUrn, version, version)).rejects.toThrow(/set\.json.*expected JSON/);
});

test("a set that is not in the tree is gone for read", async () => {
  const { version } = await publish(world, image);
  await rm(directory(), { recursive: true });
  expect(await world.provider.read(versionUrn, { id: "", outputs: version, inputs: {} })).toBeUndefined();
});

test("only what the set's record does not say yet is a change", async () => {
  const { version } = await publish(world, image);
  const news = versionInputsOf([image]);
  expect((await world.provider.diff(versionUrn, version, { ...news })).changes).toEqual([]);
  const other = { ...news, images: [{ members: [memberOf(image)], ...standing("superseded") }] };
  expect((await world.provider.diff(versionUrn, version, other)).changes).toEqual(["images"]);
  const moved = { ...news, version: "20260718-2543" };
  expect((await world.provider.diff(versionUrn, version, moved)).replaces).toEqual(["version"]);
});

test("a set is not taken out of the tree while it holds an image without a tombstone, whatever its record says", async () => {
  const { version } = await publish(world, image);
  const before = await listing(directory());
  const path = join(directory(), "set.json");
  const emptied = (await readFile(path, "utf8")).replace(/"images": \[[\s\S]*\n  \]/, '"images": []');
  await writeFile(path, emptied);
  await expect(world.provider.delete(versionUrn, version)).rejects.toThrow(/tombstone/);
  expect(await listing(directory())).toEqual(before);
});
