import { chmod, mkdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageName, setDirectory } from "../../../images/model/image.ts";
import { recordsApi } from "../../../images/tree/record.ts";
import type { Properties } from "../../../provider-sdk/provider.ts";
import { dailyOf, first, indexUrn, makeWorld, publish, second, type World } from "../world.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const channel = (name: string): string => join(world.tree, "trixie", "daily", name);
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(channel(name), "utf8"));
const stone = (name: string, day = "2026-07-18"): Properties => ({
  image: name,
  target: "mirror",
  day,
  reason: "in a test",
  digest: "e".repeat(128),
});
const news = (day: string, tombstones: Properties[] = [], contents = ""): Properties => ({
  suite: "trixie",
  channel: "daily",
  day,
  contents,
  tombstones,
});
const write = async (...args: Parameters<typeof news>): Promise<Properties> =>
  (await world.provider.create(indexUrn, news(...args))).outputs;

test("the index has every set, newest first, and the day of its last change", async () => {
  await publish(world, dailyOf(first));
  await publish(world, dailyOf(second));
  await write("2026-07-18");
  expect(await readJson("index.json")).toMatchObject({
    made: "2026-07-18",
    sets: [{ version: second }, { version: first }],
  });
  await write("2026-07-19");
  expect(await readJson("index.json")).toMatchObject({ made: "2026-07-18" });
  await write("2026-07-20", [stone("debian-13-nocloud-amd64-daily-20260101-2345")]);
  expect(await readJson("index.json")).toMatchObject({ made: "2026-07-20" });
});

test("where the clock was set back, no day of a list goes back", async () => {
  await publish(world, dailyOf(first));
  await write("2026-07-19");
  await publish(world, dailyOf(second));
  await write("2026-07-18");
  expect(await readJson("index.json")).toMatchObject({ made: "2026-07-19", sets: [{ version: second }, {}] });
  expect(await readFile(join(world.tree, "streams/v1/index.json"), "utf8")).toContain("Sun, 19 Jul 2026");
  expect(await readFile(channel("feed.atom"), "utf8")).toMatch(/<\/title>\s*<updated>2026-07-19/);
});

test("tombstones are appended, once for an image and target, and never changed", async () => {
  await write("2026-07-18", [stone("a")]);
  await write("2026-07-19", [
    { ...stone("a", "2026-07-19"), shown: "2026-07-01" },
    { ...stone("b", "2026-07-19"), shown: "2026-07-02" },
    { ...stone("c", "2026-07-19"), shown: null },
  ]);
  await write("2026-07-20");
  expect(await readJson("removed.json")).toEqual({
    apiVersion: recordsApi,
    suite: "trixie",
    channel: "daily",
    kind: "Removed",
    tombstones: [
      stone("a"),
      { ...stone("b", "2026-07-19"), shown: "2026-07-02" },
      { ...stone("c", "2026-07-19"), shown: null },
    ],
  });
});

test("what gets its tombstone is no longer indexed, though its files go only after that", async () => {
  await publish(world, dailyOf(first));
  await publish(world, dailyOf(second));
  await write("2026-07-18", [stone(imageName(dailyOf(first)))]);
  const index = await readFile(channel("index.json"), "utf8");
  expect(JSON.parse(index)).toMatchObject({ sets: [{ version: second }] });
  expect(index).not.toContain(`"version": "${first}"`);
});

test("another day is no change, nor is a tombstone that was written; a new one is, and a verdict on an image that was built again", async () => {
  const outputs = await write("2026-07-18", [stone("a")]);
  const changes = async (inputs: Properties) => (await world.provider.diff(indexUrn, outputs, inputs)).changes;
  expect(await changes(news("2026-07-19"))).toEqual([]);
  expect(await changes(news("2026-07-19", [stone("a", "2026-07-19")]))).toEqual([]);
  expect(await changes(news("2026-07-18", [stone("b")]))).toEqual(["tombstones"]);
  expect(await changes(news("2026-07-18", [stone("a")], "other"))).toEqual(["contents"]);
  expect(await changes({ ...news("2026-07-19"), rebuilds: "a verdict" })).toEqual(["rebuilds"]);
  expect(await changes({ ...news("2026-07-19"), listings: "a version" })).toEqual(["listings"]);
});

test.each([
  ["index.json broken", () => writeFile(channel("index.json"), "{")],
  ["index.json missing", () => rm(channel("index.json"))],
  ["removed.json missing", () => rm(channel("removed.json"))],
])("%s: seen by read, and written again", async (_name, spoil) => {
  const outputs = await write("2026-07-18", [stone("a")]);
  const before = await readFile(channel("index.json"), "utf8");
  await spoil();
  const found = await world.provider.read(indexUrn, { id: "", outputs, inputs: {} });
  expect(found?.outputs["digest"]).toMatch(/^changed: /);
  await world.provider.update(indexUrn, outputs, news("2026-07-18", [stone("a")]));
  expect(await readFile(channel("index.json"), "utf8")).toBe(before);
});

test.each([
  ["gone", () => rm(channel("removed.json"))],
  ["garbage", () => writeFile(channel("removed.json"), "{")],
  ["of another channel", () => replaceIn("removed.json", '"daily"', '"release"')],
  ["emptied", () => replaceIn("removed.json", /"tombstones": [^]*\]/, '"tombstones": []')],
])("a removed.json that is %s is written again of what the index repeats", async (_case, spoil) => {
  await write("2026-07-18", [stone("a")]);
  const before = await readFile(channel("removed.json"), "utf8");
  await spoil();
  await write("2026-07-19", [stone("b")]);
  expect(before).toContain('"a"');
  expect(await readJson("removed.json")).toMatchObject({ tombstones: [{ image: "a" }, { image: "b" }] });
  expect(await readJson("index.json")).toMatchObject({ removed: [{ image: "a" }, { image: "b" }] });
});

async function replaceIn(name: string, from: string | RegExp, to: string): Promise<void> {
  await writeFile(channel(name), (await readFile(channel(name), "utf8")).replace(from, to));
}

test("where neither file remembers what was removed, none is begun that forgets", async () => {
  await publish(world, dailyOf(first));
  await write("2026-07-18", [stone("a")]);
  await rm(channel("removed.json"));
  await rm(channel("index.json"));
  await expect(write("2026-07-18", [])).rejects.toThrow(/removed\.json: expected what was removed/);
});

const found = async (outputs: Properties): Promise<string> => {
  world.said.length = 0;
  await world.provider.diff(indexUrn, outputs, outputs);
  return world.said.join();
};

test.each<[string, () => Promise<unknown>, string]>([
  ["an index that is gone", () => rm(channel("index.json")), "index.json is missing"],
  ["an index cut off", () => truncate(channel("index.json"), 30), "index.json has other content"],
  ["an index that nobody reads", () => chmod(channel("index.json"), 0o600), "index.json has mode 600"],
  ["a memory that is gone", () => rm(channel("removed.json")), "removed.json does not have"],
  ["a feed that is another", () => writeFile(channel("feed.atom"), ""), "feed.atom has other content"],
  ["a feed that is gone", () => rm(channel("feed.atom")), "feed.atom is missing"],
  ["a page that is another", () => writeFile(channel("HEADER.html"), ""), "HEADER.html has other content"],
  ["a closed suite", () => chmod(join(world.tree, "trixie"), 0o700), "trixie has mode 700 instead of 755"],
  ["an open staging folder", () => chmod(world.staging, 0o755), "has mode 755 instead of 700"],
])("%s: seen without a refresh, named, and put right", async (_case, spoil, finding) => {
  await publish(world, dailyOf(first));
  const outputs = await write("2026-07-18", [stone("a")]);
  expect(await found(outputs)).toBe("");
  await spoil();
  expect(await found(outputs)).toContain(finding);
  expect(await world.provider.update(indexUrn, outputs, outputs)).toEqual(outputs);
  expect(await found(outputs)).toBe("");
});

test("a folder in the index's place is refused in clear words", async () => {
  await publish(world, dailyOf(first));
  await mkdir(channel("index.json"));
  await expect(write("2026-07-18", [])).rejects.toThrow(/index\.json is "EISDIR": expected a file, not a folder; move/);
});

test("a broken removed.json that no index repeats is refused, and stays as it is", async () => {
  await write("2026-07-18", [stone("a")]);
  await rm(channel("index.json"));
  await writeFile(channel("removed.json"), "{");
  await expect(write("2026-07-18", [stone("b")])).rejects.toThrow(/removed\.json/);
  expect(await readFile(channel("removed.json"), "utf8")).toBe("{");
});

test("what a cut-off deletion left in staging goes, once its tombstone is older than the run", async () => {
  const image = dailyOf(first);
  const leaving = join(world.staging, "leaving", setDirectory(image));
  await mkdir(leaving, { recursive: true });
  await writeFile(join(leaving, `${imageName(image)}.raw`), "");
  await write("2026-07-18", [stone(imageName(image))]);
  await stat(leaving);
  await write("2026-07-19");
  await expect(stat(leaving)).rejects.toThrow(/ENOENT/);
});

test("every format is written with the index, and an unchanged file is left alone", async () => {
  await publish(world, dailyOf(first));
  await write("2026-07-18");
  const before = await stat(channel("feed.atom"));
  expect(await readFile(channel("feed.atom"), "utf8")).toContain(`<title>${first}</title>`);
  await write("2026-07-19", [], "other");
  expect((await stat(channel("feed.atom"))).ino).toBe(before.ino);
});

test("a file that no format has any more is removed", async () => {
  await write("2026-07-18");
  const memory = join(world.staging, "readers", "trixie", "daily.json");
  await writeFile(channel("old.atom"), "");
  const written: unknown = JSON.parse(await readFile(memory, "utf8"));
  await writeFile(memory, JSON.stringify({ ...(written as object), "trixie/daily/old.atom": "" }));
  await write("2026-07-18");
  await expect(stat(channel("old.atom"))).rejects.toThrow(/ENOENT/);
});
