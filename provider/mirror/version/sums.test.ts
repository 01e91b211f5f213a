import { execFile } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setDirectory } from "../../../images/model/image.ts";
import { isChecksummed } from "../../../images/tree/files.ts";
import { readSet, writeSet } from "../../../storage/tree/records.ts";
import {
  dailyOf,
  first,
  latestUrn,
  makeWorld,
  publish,
  versionInputsOf,
  versionUrn,
  type World,
} from "../world.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const run = promisify(execFile);
const image = dailyOf(first);
const families = { "genericcloud/amd64": first };
const directory = (): string => join(world.tree, setDirectory(image));
const latest = (): string => join(world.tree, "trixie", "daily", "latest");
const point = () => world.provider.create(latestUrn, { suite: "trixie", channel: "daily", families });

test.each(["sha512sum", "sha256sum"])("%s finds every file of a set's directory, and of latest", async (tool) => {
  await publish(world, image);
  await point();
  for (const folder of [directory(), latest()]) {
    const sums = `${tool.slice(0, -3).toUpperCase()}SUMS`;
    const { stdout } = await run(tool, ["--check", "--strict", sums], { cwd: folder });
    const found = stdout.split("\n").flatMap((line) => /^(.+): OK$/.exec(line)?.[1] ?? []);
    expect(found.toSorted()).toEqual((await readdir(folder)).filter(isChecksummed).toSorted());
    expect(found).toHaveLength(4);
  }
});

test("a record without sha256 is still published, without a SHA256SUMS that would lack names", async () => {
  const { version } = await publish(world, image);
  await point();
  const record = await readSet(world, image);
  if (record === undefined) throw new Error("no record");
  const images = record.images.map((each) => ({
    ...each,
    files: each.files.map(({ name, size, sha512 }) => ({ name, size, sha512 })),
  }));
  await writeSet(world, { ...record, images });
  await world.provider.update(versionUrn, version, versionInputsOf([image]));
  await point();
  for (const folder of [directory(), latest()]) {
    await expect(stat(join(folder, "SHA256SUMS"))).rejects.toThrow(/ENOENT/);
    expect(await readFile(join(folder, "SHA512SUMS"), "utf8")).toContain(".qcow2");
  }
});

test("a family whose new image is not shown keeps its line in both files", async () => {
  await publish(world, image);
  await point();
  const before = await readFile(join(latest(), "SHA256SUMS"), "utf8");
  const behind = { "genericcloud/amd64": "20260719-2544" };
  await world.provider.create(latestUrn, { suite: "trixie", channel: "daily", families: behind });
  expect(await readFile(join(latest(), "SHA256SUMS"), "utf8")).toBe(before);
});
