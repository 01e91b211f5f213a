import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { imageName, setDirectory, type Image } from "../../../../images/model/image.ts";
import { recordsApi, type ImageRecord, type Phase, type SetRecord } from "../../../../images/tree/record.ts";
import type { Channel } from "../../../../images/model/definitions/channels.ts";
import { fileTime } from "../../../../storage/tree/damage.ts";
import { writeRemoved, writeSet, writeStaged } from "../../../../storage/tree/records.ts";
import { parseConfig, type PublicationSettings } from "../../../config.ts";
import { FaultyServer } from "../../../../test/peers/faulty-server.ts";
import { day, version } from "../../../../test/samples/samples.ts";
import { imageOf, setPlan } from "../../../../test/samples/stacks-samples.ts";
import { readFacts } from "./index.ts";

const shown = "20260717-2542";
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "facts-"));
  await mkdir(join(folder, "tree"));
});
afterEach(() => rm(folder, { recursive: true }));

const places = () => ({ tree: join(folder, "tree"), staging: join(folder, "staging") });

function settings(keys: Record<string, unknown> = {}): PublicationSettings {
  const values = {
    role: "publication",
    suite: "trixie",
    channel: "daily",
    artifacts: "artifacts",
    mirror: { root: "tree", staging: "staging" },
    now: "2026-07-18",
    ...keys,
  };
  return parseConfig(values, { folder, file: "Pulumi.test.yaml", backend: "file:///state" });
}

const content = "the bytes of an archive";
const sha512 = createHash("sha512").update(content).digest("hex");

function recordOf(image: Image, phase: Phase, endings: readonly string[] = ["tar.xz"]): ImageRecord {
  const [planned] = setPlan(image.version, { [`${image.vendor}/${image.arch}`]: [phase, phase] }).images;
  if (planned?.record == null) throw new RangeError("a sample has a record");
  const name = imageName(image);
  const files = endings.map((ending) => ({ name: `${name}.${ending}`, size: content.length, sha512 }));
  const attempts: ImageRecord["attempts"] = [{ day: day("2026-07-17"), outcome: "passed", final: false, findings: [] }];
  return { ...planned.record, name, files, attempts };
}

const channelSet = (channel: Channel) => ({ suite: "trixie", channel, version: version(shown) }) as const;

const header = (): Pick<SetRecord, "apiVersion" | "expect"> => ({
  apiVersion: recordsApi,
  expect: { required: [], bestEffort: [] },
});

/** A set in the tree with one image, as a run leaves it. */
async function publishSet(channel: Channel, phase: Phase = "current", ...beside: string[]): Promise<Image> {
  const image: Image = { ...imageOf(shown, "generic/amd64"), channel };
  const directory = join(places().tree, setDirectory(image));
  await mkdir(directory, { recursive: true });
  await writeArchive(image);
  const images = [recordOf(image, phase, ["tar.xz", ...beside])];
  await writeSet(places(), { ...header(), ...channelSet(channel), kind: "ImageSet", images });
  const { apiVersion } = header();
  await writeRemoved(places(), { apiVersion, suite: "trixie", channel, kind: "Removed", tombstones: [] });
  return image;
}

async function writeArchive(image: Image, bytes = content): Promise<void> {
  const path = join(places().tree, setDirectory(image), `${imageName(image)}.tar.xz`);
  await writeFile(path, bytes);
  await utimes(path, fileTime(image.version), fileTime(image.version));
}

async function stage(member: string): Promise<Image> {
  const image = imageOf(shown, member);
  const record = {
    ...header(),
    ...channelSet("daily"),
    kind: "StagedImage" as const,
    image: recordOf(image, "failed"),
  };
  await writeStaged(places(), record);
  return image;
}

async function factsOf(keys: Record<string, unknown> = {}) {
  const world = await readFacts(settings(keys));
  const [first] = world.publications;
  if (first === undefined) throw new RangeError("the stack has one publication");
  return first;
}

describe("the facts of a stack", () => {
  it("are empty where nothing is published yet, and nothing is made", async () => {
    const { facts } = await factsOf();
    expect(facts).toMatchObject({
      suite: "trixie",
      channel: "daily",
      sets: [],
      tombstones: [],
      candidates: [],
      foreign: [],
    });
  });

  it("have a set once, with what is shown and what waits in staging", async () => {
    const image = await publishSet("daily");
    const late = await stage("generic/arm64");
    const { facts } = await factsOf();
    expect(facts.sets.map(({ images }) => images.map(({ name }) => name))).toEqual([
      [imageName(image), imageName(late)],
    ]);
  });

  it("take the tree's word where staging still has the record of what was shown", async () => {
    await publishSet("daily");
    await stage("generic/amd64");
    const { facts } = await factsOf();
    expect(facts.sets.flatMap(({ images }) => images.map(({ targets }) => targets["mirror"]?.phase))).toEqual([
      "current",
    ]);
  });

  it("count foreign directories, with the families whose files they hold", async () => {
    const foreign = join(places().tree, "trixie/daily/20200101-100");
    await mkdir(foreign, { recursive: true });
    await writeFile(join(foreign, "debian-13-generic-amd64-daily-20200101-100.qcow2"), "");
    await mkdir(join(places().tree, "trixie/daily/old-stuff"));
    const { facts } = await factsOf();
    expect(facts.foreign).toEqual([
      { directory: "20200101-100", version: "20200101-100", members: ["generic/amd64"] },
      { directory: "old-stuff", version: null, members: null },
    ]);
  });

  it("find nothing wrong with an intact tree", async () => {
    await publishSet("daily");
    const { facts } = await factsOf();
    expect(facts.observed.get("mirror")).toMatchObject({ state: "up", damaged: new Map() });
  });

  it("tell what somebody removed, and whether the other channel still has its bytes", async () => {
    const image = await publishSet("daily");
    await rm(join(places().tree, setDirectory(image), `${imageName(image)}.tar.xz`));
    const alone = (await factsOf()).facts.observed.get("mirror")?.damaged.get(imageName(image));
    await publishSet("release");
    const withTwin = (await factsOf()).facts.observed.get("mirror")?.damaged.get(imageName(image));
    const findings = [`${imageName(image)}.tar.xz is missing`];
    expect([alone, withTwin]).toEqual([
      { findings, repairable: false },
      { findings, repairable: true },
    ]);
  });

  it.each([
    ["sources", "repaired of the dpkg-status", true],
    ["spdx.json", "repaired of the dpkg-status", true],
    ["incus.tar.xz", "repaired of their names", true],
    ["log", "left as they are", undefined],
    ["info", "left as they are", undefined],
  ])("lose no image whose %s are missing: they are %s", async (ending, _, repairable) => {
    const image = await publishSet("daily", "current", ending);
    const damaged = (await factsOf()).facts.observed.get("mirror")?.damaged;
    expect(damaged?.get(imageName(image))?.repairable).toBe(repairable);
  });

  it.each([
    ["the disks, which its archive has", ["raw", "qcow2"], true],
    ["a disk and the manifest, which nothing beside it has", ["raw", "json"], false],
  ])("tell of an image without %s whether it can be made whole: %s", async (_missing, endings, repairable) => {
    const image = await publishSet("daily", "current", ...endings);
    const damaged = (await factsOf()).facts.observed.get("mirror")?.damaged;
    expect(damaged?.get(imageName(image))?.repairable).toBe(repairable);
  });

  it("find a lost image intact only once all of its files are back, where they belong or in quarantine", async () => {
    const image = await publishSet("daily", "lost");
    const damaged = async (): Promise<boolean> =>
      (await factsOf()).facts.observed.get("mirror")?.damaged.has(imageName(image)) === true;
    const archive = join(places().tree, setDirectory(image), `${imageName(image)}.tar.xz`);
    const quarantine = join(places().staging, "quarantine", setDirectory(image));
    await mkdir(quarantine, { recursive: true });
    expect(await damaged()).toBe(false);
    await rename(archive, join(quarantine, `${imageName(image)}.tar.xz`));
    expect(await damaged()).toBe(false);
    await rm(quarantine, { recursive: true });
    expect(await damaged()).toBe(true);
  });

  it("name every channel of the tree, for a stack that names none", async () => {
    await publishSet("daily");
    await publishSet("release");
    const { publications } = await readFacts(settings({ suite: null, channel: null }));
    expect(publications.map(({ facts }) => facts.channel)).toEqual(["daily", "release"]);
  });

  it("refuse a staging folder inside the tree", async () => {
    const nested = settings({ mirror: { root: "tree", staging: "tree/staging" } });
    await expect(readFacts(nested)).rejects.toThrow("mirror.staging");
  });
});

describe("a release", () => {
  const publish = (text: string) => ({ channel: "release", publish: { version: text, reason: "point release" } });

  it("is given the daily that its configuration names, from the daily's directory", async () => {
    const daily = await publishSet("daily");
    const { facts } = await factsOf(publish(shown));
    expect(facts.candidates).toMatchObject([
      { image: { channel: "release", version: shown }, source: join(places().tree, setDirectory(daily)) },
    ]);
  });

  it("is refused a daily that is not there", async () => {
    expect((await factsOf(publish("20200101-1"))).refusals).toMatchObject([{ value: "20200101-1" }]);
  });

  it.each<[Phase]>([["withdrawn"], ["lost"], ["failed"]])("is refused a daily that is %s", async (phase) => {
    await publishSet("daily", phase);
    const { facts, refusals } = await factsOf(publish(shown));
    expect([facts.candidates, refusals]).toEqual([[], [expect.objectContaining({ value: phase })]]);
  });

  it("needs no daily any more once it is recorded", async () => {
    await publishSet("release");
    expect((await factsOf(publish(shown))).refusals).toEqual([]);
  });
});

describe("a tree that is not on this machine", () => {
  const far = { mirror: { root: "elsewhere", url: "http://127.0.0.1:9", staging: "staging" } };

  it("is asked for at its URL, and an answer is needed", async () => {
    await expect(readFacts(settings(far))).rejects.toThrow("http://127.0.0.1:9/trixie/daily/index.json");
  });

  it("has nothing of a channel that is new there, which is said", async () => {
    const server = await FaultyServer.over(places().tree);
    onTestFinished(() => server.close());
    const world = await readFacts(settings({ mirror: { ...far.mirror, url: server.url } }));
    expect(world.publications.map(({ facts }) => facts.sets)).toEqual([[]]);
    expect(world.warnings.join("\n")).toContain(`trixie/daily has published nothing yet at ${server.url}`);
  });
});
