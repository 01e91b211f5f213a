import { mkdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memberOf, type Image } from "../../../images/model/image.ts";
import type { Properties } from "../../../provider-sdk/provider.ts";
import {
  dailyOf,
  first,
  latestUrn,
  listing,
  makeWorld,
  publish,
  second,
  versionInputsOf,
  versionUrn,
  type World,
} from "../world.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const channel = (): string => join(world.tree, "trixie", "daily");
const latest = (name = ""): string => join(channel(), "latest", name);
const qcow2 = "debian-13-genericcloud-amd64-daily.qcow2";

const inputs = (...images: Image[]): Properties => ({
  suite: "trixie",
  channel: "daily",
  families: Object.fromEntries(images.map((image) => [memberOf(image), image.version])),
});
const point = async (...images: Image[]): Promise<Properties> =>
  (await world.provider.create(latestUrn, inputs(...images))).outputs;

test("latest leads to a visible directory of family names with checksums of their own", async () => {
  await publish(world, dailyOf(first));
  const { link } = await point(dailyOf(first));
  expect(link).toBe(`latest-${first}.1`);
  expect(await readlink(join(channel(), "latest"))).toBe(link);
  expect(await readlink(latest(qcow2))).toBe(`../${first}/debian-13-genericcloud-amd64-daily-${first}.qcow2`);
  const sums = await readFile(latest("SHA512SUMS"), "utf8");
  expect(sums).toMatch(new RegExp(`^[0-9a-f]{128}  ${qcow2}$`, "m"));
  expect((await stat(latest())).mode & 0o777).toBe(0o755);
});

test("its page names the vendors whose images it has, and no other", async () => {
  await publish(world, dailyOf(first));
  await point(dailyOf(first));
  const page = await readFile(latest("HEADER.html"), "utf8");
  expect([...page.matchAll(/<dt>(.*?)<\/dt>/g)].map(([, vendor]) => vendor)).toEqual(["genericcloud"]);
});

test("it moves by one rename, and the directory before it goes", async () => {
  await publish(world, dailyOf(first));
  await point(dailyOf(first));
  await publish(world, dailyOf(second));
  await point(dailyOf(second));
  expect(await readlink(latest(qcow2))).toMatch(second);
  expect((await listing(channel())).filter((name) => /^latest[^/]*$/.test(name))).toEqual([
    "latest",
    `latest-${second}.1`,
  ]);
});

test("the same again changes nothing; other content for the same version gets the next number", async () => {
  await publish(world, dailyOf(first));
  const before = await point(dailyOf(first));
  expect(await point(dailyOf(first))).toEqual(before);
  await rm(latest("SHA512SUMS"));
  expect((await point(dailyOf(first)))["link"]).toBe(`latest-${first}.2`);
});

test("a family whose image is not shown keeps the links it had, and is looked at again by the next run", async () => {
  await publish(world, dailyOf(first));
  await point(dailyOf(first));
  const early = await point(dailyOf(second));
  expect(await readlink(latest(qcow2))).toMatch(first);
  expect(early).toMatchObject({ behind: ["genericcloud/amd64"] });
  const again = await world.provider.diff(latestUrn, early, inputs(dailyOf(second)));
  expect(again.changes).toEqual(["behind"]);
  await publish(world, dailyOf(second));
  expect(await point(dailyOf(second))).toMatchObject({ behind: [] });
});

test("never does a name lead to a withdrawn image", async () => {
  const { version } = await publish(world, dailyOf(first));
  await point(dailyOf(first));
  await world.provider.update(versionUrn, version, { ...versionInputsOf([dailyOf(first)], "withdrawn") });
  await point();
  expect((await listing(latest())).filter((name) => name.startsWith("debian"))).toEqual([]);
});

test("foreign names are carried over, of a hidden directory too; those that lead nowhere or out are not", async () => {
  await mkdir(join(channel(), "20230725-1452", ".latest"), { recursive: true });
  const theirs = "debian-13-nocloud-amd64-daily.qcow2";
  await writeFile(join(channel(), "20230725-1452", "disk.qcow2"), "theirs");
  await writeFile(join(world.root, "secret"), "secret");
  const old = join(channel(), "20230725-1452", ".latest");
  await symlink("../disk.qcow2", join(old, theirs));
  await symlink("../nothing", join(old, "dangling"));
  await symlink("../../../../../secret", join(old, "secret"));
  await symlink("20230725-1452/.latest", join(channel(), "latest"));
  await publish(world, dailyOf(first));
  await point(dailyOf(first));
  expect(await readlink(latest(theirs))).toBe("../20230725-1452/disk.qcow2");
  expect(await readFile(latest("SHA512SUMS"), "utf8")).toMatch(theirs);
  expect(await listing(latest())).not.toContain("dangling");
  expect(await listing(latest())).not.toContain("secret");
});

test("a directory in the pointer's place is refused", async () => {
  await mkdir(latest(), { recursive: true });
  await expect(point(dailyOf(first))).rejects.toThrow(/symbolic link/);
});

test.each([
  ["removed", () => rm(join(channel(), "latest")), undefined],
  [
    "led elsewhere",
    async () => {
      await rm(join(channel(), "latest"));
      await symlink("elsewhere", join(channel(), "latest"));
    },
    "changed: elsewhere",
  ],
  ["emptied", () => rm(latest(qcow2)), `changed: latest-${first}.1`],
])("a pointer that was %s is seen by read, and set again", async (_name, spoil, link) => {
  await publish(world, dailyOf(first));
  const outputs = await point(dailyOf(first));
  await spoil();
  const found = await world.provider.read(latestUrn, { id: "", outputs, inputs: {} });
  expect(found?.outputs["link"]).toBe(link);
  await point(dailyOf(first));
  expect(await readlink(latest(qcow2))).toMatch(first);
});

test("nothing is pointed at before anything is shown", async () => {
  expect(await point()).toMatchObject({ link: "" });
  expect(await listing(channel())).toEqual([]);
});

test("the pointer of a channel with images is not deleted", async () => {
  await publish(world, dailyOf(first));
  const outputs = await point(dailyOf(first));
  await expect(world.provider.delete(latestUrn, outputs)).rejects.toThrow(/no set/);
});
