import { spawnSync } from "node:child_process";
import { open, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageName, setDirectory } from "../../images/model/image.ts";
import { dailyOf, first, makeWorld, publish, releaseOf, type World } from "../../provider/mirror/world.fixture.ts";
import { damageOf } from "../../storage/tree/damage.ts";
import { changeReadings } from "../../storage/tree/change-readings.ts";
import { readReadings, suspectsOf } from "../../storage/tree/readings.ts";
import { readSet } from "../../storage/tree/records.ts";
import { auditFiles } from "./files.ts";
import { auditLists } from "./lists.ts";

let world: World;
const image = dailyOf(first);
const channel = { suite: "trixie", channel: "daily" } as const;
const pathOf = (ending: string): string => join(world.tree, setDirectory(image), `${imageName(image)}.${ending}`);

beforeEach(async () => {
  world = await makeWorld();
  await publish(world, image);
});
afterEach(() => world.end());

async function recorded() {
  const set = await readSet(world, image);
  if (set === undefined) throw new Error("no record");
  return set;
}

const audited = async (budget = Infinity) => auditFiles(world, channel, [await recorded()], budget);

/** Changes a byte, but not size and time. */
async function rot(path: string): Promise<void> {
  const file = await open(path, "r+");
  const { atime, mtime } = await file.stat();
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, 100);
  byte.writeUInt8(byte.readUInt8() ^ 0xff);
  await file.write(byte, 0, 1, 100);
  await file.close();
  await utimes(path, atime, mtime);
}

test("a whole tree is read, and there is nothing to say", async () => {
  const { findings, totals } = await audited();
  expect(findings).toEqual([]);
  expect(totals).toMatchObject({ total: 6, read: 6, unread: 0, oldest: 0 });
  expect(await auditLists(world, channel)).toEqual([
    { kind: "list", where: "trixie/daily/index.json", finding: "is missing" },
  ]);
});

test("a byte that changed under the same size and time is found, and known to the next run until it is right", async () => {
  const good = await readFile(pathOf("raw"));
  await rot(pathOf("raw"));
  const { files } = (await recorded()).images[0] ?? { files: [] };
  const damage = async () => damageOf(files, dirname(pathOf("raw")), image.version, await suspectsOf(world, channel));
  expect(await damage()).toEqual([]);
  expect((await audited()).findings).toMatchObject([
    { kind: "bytes", where: `${setDirectory(image)}/${imageName(image)}.raw` },
  ]);
  expect(await damage()).toMatchObject([{ finding: `${imageName(image)}.raw has other content than was recorded` }]);
  await writeFile(pathOf("raw"), good);
  expect(await damage()).toEqual([]);
  expect((await audited()).findings).toEqual([]);
  expect((await readReadings(world, channel)).suspects).toEqual(new Set());
});

test("the release that shares the bytes is suspected too", async () => {
  await rot(pathOf("qcow2"));
  await audited();
  const { suspects } = await readReadings(world, { ...channel, channel: "release" });
  expect([...suspects]).toEqual([`${imageName(releaseOf(image))}.qcow2`]);
});

test("what the other channel's audit suspects meanwhile stays suspected", async () => {
  const suspect = (ending: string) =>
    changeReadings(world, channel, ({ suspects }) => void suspects.add(`${imageName(image)}.${ending}`));
  await suspect("info");
  await rm(pathOf("info"));
  spawnSync("mkfifo", [pathOf("info")]);
  const reading = audited(1);
  // it opens when the audit reads, and so has its readings
  const file = await open(pathOf("info"), "w");
  await suspect("qcow2");
  await file.close();
  await reading;
  expect([...(await readReadings(world, channel)).suspects]).toContain(`${imageName(image)}.qcow2`);
});

test("a small budget reads the files in turns, and looks at every size each time", async () => {
  for (let turn = 1; turn <= 6; turn++) expect((await audited(1)).totals).toMatchObject({ read: 1, unread: 6 - turn });
  await rm(pathOf("info"));
  expect((await audited(1)).findings).toMatchObject([{ finding: "is missing" }]);
});

test("what is remembered is nobody else's, and broken it is as good as not there", async () => {
  await audited();
  const path = join(world.staging, "audit/trixie/daily.json");
  await writeFile(path, "{");
  expect((await audited()).totals).toMatchObject({ read: 6 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
