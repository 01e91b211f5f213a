import { chmod, mkdir, readFile, rm, rmdir, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileName } from "../../../images/tree/files.ts";
import { imageName, setDirectory } from "../../../images/model/image.ts";
import { readSet } from "../../../storage/tree/records.ts";
import { fingerprint } from "../../../test/engine/outside/invariants.ts";
import type { Properties } from "../../../provider-sdk/provider.ts";
import {
  dailyOf,
  first,
  listing,
  makeWorld,
  publish,
  versionInputsOf,
  versionUrn,
  writeIndex,
  type World,
} from "../world.fixture.ts";

let world: World;
let version: Properties;
beforeAll(async () => {
  world = await makeWorld();
  ({ version } = await publish(world, image));
  await writeIndex(world);
});
afterAll(() => world.end());

const image = dailyOf(first);
const directory = (): string => join(world.tree, setDirectory(image));

/** A preview's findings for a set with unchanged inputs. */
const look = async (outputs: Properties): Promise<readonly string[]> => {
  world.said.length = 0;
  await world.provider.diff(versionUrn, outputs, { ...versionInputsOf([image]) });
  return world.said;
};

test("nothing is found in a directory as it was left, nor of what was published with another time", async () => {
  await utimes(join(directory(), fileName(image, "qcow2")), new Date("2026-07-17"), new Date("2026-07-17"));
  expect(await look(version)).toEqual([]);
});

const path = (name: string): string => join(directory(), name);
const qcow2 = fileName(image, "qcow2");
test.each<[string, () => Promise<unknown>, string]>([
  ["checksums that are gone", () => rm(path("SHA512SUMS")), "SHA512SUMS is missing"],
  ["checksums cut off", () => truncate(path("SHA512SUMS"), 40), "SHA512SUMS has other content than the records say"],
  ["checksums nobody reads", () => chmod(path("SHA512SUMS"), 0o600), "SHA512SUMS has mode 600 instead of 644"],
  ["a page of somebody else's", () => writeFile(path("HEADER.html"), "<p>"), "HEADER.html has other content"],
  ["a record that is gone", () => rm(path("set.json")), "set.json is missing"],
  ["a record that is garbage", () => writeFile(path("set.json"), "{"), "set.json: expected JSON"],
  ["a link in the record's place", () => spoilByLink(path("set.json")), "set.json"],
  ["an image nobody reads", () => chmod(path(qcow2), 0o640), `${qcow2} has mode 640 instead of 644`],
  ["a closed directory", () => chmod(directory(), 0o700), `${first} has mode 700 instead of 755`],
  ["a directory open to all", () => chmod(directory(), 0o777), `${first} has mode 777 instead of 755`],
])("%s: seen without a refresh, named, and put right", async (_case, spoil, finding) => {
  const before = await fingerprint(directory());
  await spoil();
  const said = await look(version);
  expect(said.join()).toContain(finding);
  expect(await world.provider.update(versionUrn, version, { ...versionInputsOf([image]) })).toEqual(version);
  expect(await fingerprint(directory())).toEqual(before);
  expect(await look(version)).toEqual([]);
});

async function spoilByLink(file: string): Promise<void> {
  await rm(file);
  await symlink(file, file);
}

test("what is not ours in a set's directory is named, is no change, and stays", async () => {
  await writeFile(path("theirs"), "");
  expect(await look(version)).toEqual(["not ours, and left alone: theirs"]);
  await world.provider.update(versionUrn, version, { ...versionInputsOf([image]) });
  expect(await listing(directory())).toContain("theirs");
  await rm(path("theirs"));
});

test("a folder in the place of a record is refused in clear words", async () => {
  await rm(path("set.json"));
  await mkdir(path("set.json"));
  const update = world.provider.update(versionUrn, version, { ...versionInputsOf([image]) });
  await expect(update).rejects.toThrow(`${path("set.json")} is "EISDIR": expected a file, not a folder; move`);
  await rmdir(path("set.json"));
  await world.provider.update(versionUrn, version, { ...versionInputsOf([image]) });
});

const release = { ...image, channel: "release" } as const;
test.each<[string, string, string]>([
  ["version", `"version": "${first}"`, '"version": "20260718-2543"'],
  ["channel", '"channel": "daily"', '"channel": "release"'],
  ["suite", '"suite": "trixie"', '"suite": "bookworm"'],
  ["images", `"name": "${imageName(image)}"`, `"name": "${imageName(release)}"`],
])("a record of another %s than its path says is never believed", async (key, ours, theirs) => {
  const text = await readFile(path("set.json"), "utf8");
  await rm(join(world.tree, "trixie/daily/index.json"));
  await writeFile(path("set.json"), text.replace(ours, theirs));
  await expect(readSet(world, image)).rejects.toThrow(new RegExp(`set.json: ${key} is .*as its path says`));
  await writeFile(path("set.json"), text);
  await writeIndex(world);
  await writeFile(path("set.json"), text.replace(ours, theirs));
  expect((await look(version)).join()).toContain("as its path says");
  await world.provider.update(versionUrn, version, { ...versionInputsOf([image]) });
  expect(await readFile(path("set.json"), "utf8")).toBe(text);
});
