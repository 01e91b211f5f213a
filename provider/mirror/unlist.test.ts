import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageName, memberOf, setDirectory, type Image } from "../../images/model/image.ts";
import { indexSchema, setSchema } from "../../images/tree/record.ts";
import { readSet } from "../../storage/tree/records.ts";
import { listChannel } from "../../storage/tree/listing.ts";
import type { Properties } from "../../provider-sdk/provider.ts";
import {
  writeTombstone,
  dailyOf,
  filesUrn,
  first,
  indexUrn,
  latestUrn,
  listing,
  makeWorld,
  makingOf,
  publish,
  second,
  versionInputsOf,
  standing,
  versionUrn,
  type World,
} from "./world.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const older = dailyOf(first);
const newer = dailyOf(second);
const late = dailyOf(second, "azure");
const channel = { suite: "trixie", channel: "daily" } as const;
const directory = (...names: string[]): string => join(world.tree, "trixie/daily", ...names);

const latestInputs = (image: Image, unlist: readonly Image[] = []): Properties => ({
  ...channel,
  families: { [memberOf(image)]: image.version },
  ...(unlist.length > 0 && { unlist: unlist.map((each) => ({ image: imageName(each), target: "mirror" })) }),
});
const indexInputs = (contents: string): Properties => ({ ...channel, day: "2026-07-18", contents, tombstones: [] });

/** Faults that an outsider would see: a listed image, a checksum or a name that leads nowhere, a directory without an image. */
async function problems(): Promise<string[]> {
  const found: string[] = [];
  const missing = async (path: string, where: string): Promise<void> => {
    if ((await stat(path).catch(() => undefined)) === undefined) found.push(`${where} names ${path}`);
  };
  const index = indexSchema.parse(JSON.parse(await readFile(directory("index.json"), "utf8")));
  for (const { images } of index.sets)
    for (const { targets } of images)
      if (targets["mirror"]?.listed === true)
        for (const ref of targets["mirror"].refs) await missing(join(world.tree, ref), "index.json");
  for (const name of (await readdir(directory())).filter((each) => each === "latest" || /^\d/.test(each))) {
    const sums = (await readFile(directory(name, "SHA512SUMS"), "utf8")).split("\n").filter((line) => line !== "");
    if (sums.length === 0) found.push(`${name} is empty`);
    for (const line of sums) await missing(directory(name, line.slice(130)), `${name}/SHA512SUMS`);
    if (name === "latest") continue;
    const set = setSchema.parse(JSON.parse(await readFile(directory(name, "set.json"), "utf8")));
    for (const { targets, files } of set.images)
      if (targets["mirror"]?.listed === true)
        for (const file of files) await missing(directory(name, file.name), `${name}/set.json`);
  }
  return found;
}

interface Resources {
  files: Properties;
  version: Properties;
  latest: Properties;
  index: Properties;
}

async function publishBoth(): Promise<Resources> {
  await publish(world, older);
  const { files, version } = await publish(world, newer);
  const latest = (await world.provider.create(latestUrn, latestInputs(newer))).outputs;
  const index = (await world.provider.create(indexUrn, indexInputs("published"))).outputs;
  expect(await problems()).toEqual([]);
  return { files, version, latest, index };
}

const quarantined = (image: Image, files: Properties): Properties => ({
  image: imageName(image),
  digest: files["digest"],
  place: "quarantine",
});

/** The operations of a withdrawal, with a check of the tree after each one. */
async function withdraw({ files, version, latest, index }: Resources): Promise<void> {
  await world.provider.update(latestUrn, latest, latestInputs(older, [newer]));
  expect(await problems()).toEqual([]);
  await world.provider.update(filesUrn, files, quarantined(newer, files));
  expect(await problems()).toEqual([]);
  await world.provider.update(versionUrn, version, { ...versionInputsOf([newer], "withdrawn") });
  expect(await problems()).toEqual([]);
  await world.provider.update(indexUrn, index, indexInputs("withdrawn"));
  expect(await problems()).toEqual([]);
}

test("nothing names an image that is withdrawn before it goes, and its set leaves the listing with it", async () => {
  const resources = await publishBoth();
  await withdraw(resources);
  expect((await readdir(directory())).filter((name) => /^\d/.test(name))).toEqual([first]);
  expect((await readSet(world, newer))?.images[0]?.targets["mirror"]).toMatchObject({ phase: "withdrawn" });
  expect((await listChannel(world, channel)).published).toEqual([first, second]);
  const index = indexSchema.parse(JSON.parse(await readFile(directory("index.json"), "utf8")));
  expect(index.sets[0]?.images[0]?.targets["mirror"]).toMatchObject({ phase: "withdrawn", listed: false, refs: [] });
});

test("done again after a kill, each operation comes to the same", async () => {
  const resources = await publishBoth();
  await world.provider.update(latestUrn, resources.latest, latestInputs(older, [newer]));
  await withdraw(resources);
  const before = await listing(world.root);
  await withdraw(resources);
  expect(await listing(world.root)).toEqual(before);
});

test("what is unlisted is asked for once", async () => {
  const { latest } = await publishBoth();
  const outputs = await world.provider.update(latestUrn, latest, latestInputs(older, [newer]));
  expect((await world.provider.diff(latestUrn, outputs, latestInputs(older))).changes).toEqual([]);
  expect((await world.provider.diff(latestUrn, outputs, latestInputs(older, [newer]))).changes).toEqual(["unlist"]);
});

test("a withdrawn set that is due leaves nothing behind", async () => {
  const resources = await publishBoth();
  await withdraw(resources);
  const { provider } = world;
  await expect(provider.delete(versionUrn, resources.version)).rejects.toThrow(/tombstone/);
  await writeTombstone(world, newer, String(resources.files["digest"]));
  await provider.delete(versionUrn, resources.version);
  await provider.delete(filesUrn, resources.files);
  expect((await listing(world.staging)).filter((name) => name.includes(second))).toEqual([]);
  expect((await listChannel(world, channel)).published).toEqual([first]);
});

test("of a set whose other images stay, the one that is withdrawn is in no list before it goes; then the last takes the set along", async () => {
  const { latest, version } = await publishBoth();
  const build = await world.build(late);
  const { outputs: files } = await world.provider.create(filesUrn, makingOf(late, build, false));
  const both = { ...versionInputsOf([newer, late]), contents: "both" };
  const joined = await world.provider.update(versionUrn, version, both);
  await world.provider.update(latestUrn, latest, latestInputs(newer, [late]));
  expect(await problems()).toEqual([]);
  expect(await readFile(directory(second, "SHA512SUMS"), "utf8")).not.toContain(imageName(late));
  await world.provider.update(filesUrn, files, quarantined(late, files));
  expect(await problems()).toEqual([]);
  const part = { members: [memberOf(late)], ...standing("withdrawn") };
  const images = [{ members: [memberOf(newer)], ...standing("current") }, part];
  await world.provider.update(versionUrn, joined, { ...both, images });
  expect(await readdir(directory(second))).toContain("set.json");
  expect(await problems()).toEqual([]);
});

test("a lost set that is whole again is shown in its directory again", async () => {
  const resources = await publishBoth();
  await withdraw(resources);
  const { files, version } = resources;
  await world.provider.update(
    filesUrn,
    { ...files, place: "quarantine" },
    { ...quarantined(newer, files), place: "tree" },
  );
  await world.provider.update(versionUrn, version, { ...versionInputsOf([newer]) });
  expect(await problems()).toEqual([]);
  expect(await readFile(join(world.tree, setDirectory(newer), "SHA512SUMS"), "utf8")).toContain(imageName(newer));
  expect((await stat(join(world.tree, setDirectory(newer)))).mode & 0o777).toBe(0o755);
  expect((await listing(world.staging)).filter((name) => name.includes(second))).toEqual([]);
});
