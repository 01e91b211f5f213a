import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setDirectory, setName, type Image } from "../../../images/model/image.ts";
import { staging, tree } from "../../../images/tree/layout.ts";
import type { Facts } from "../../../images/plan/facts.ts";
import type { ImagePlan, Plan } from "../../../images/plan/types.ts";
import { recordsApi, type SetRecord } from "../../../images/tree/record.ts";
import { day, version } from "../../../test/samples/samples.ts";
import { writeSet, writeStaged } from "../../../storage/records.ts";
import { imageOf, setPlan } from "../../../test/samples/stacks-samples.ts";
import { fingerprint } from "./fingerprint.ts";

const older = "20260716-2541";
const newer = "20260717-2542";
const channel = { suite: "trixie", channel: "daily" } as const;

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "fingerprint-"))));
afterEach(() => rm(folder, { recursive: true }));

const places = () => ({ tree: join(folder, "tree"), staging: join(folder, "staging") });

function recordOf(text: string): SetRecord["images"][number] {
  const [image] = setPlan(text, { "generic/amd64": ["current", "current"] }).images;
  if (image?.record == null) throw new RangeError("a sample has a record");
  return image.record;
}

const header = (text: string): Omit<SetRecord, "kind" | "images"> => ({
  apiVersion: recordsApi,
  ...channel,
  version: version(text),
  expect: { required: [], bestEffort: [] },
});

const publishSet = async (text: string, change: Partial<SetRecord["images"][number]> = {}): Promise<void> => {
  await mkdir(join(places().tree, setDirectory(header(text))), { recursive: true });
  await writeSet(places(), { ...header(text), kind: "ImageSet", images: [{ ...recordOf(text), ...change }] });
};

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function planOf(images: ImagePlan[]): Plan {
  const set = { ...setPlan(newer, {}), images };
  const nothing = { pointers: new Map(), deletions: [], decision: null, refusals: [], warnings: [] };
  return { day: day("2026-07-18"), sets: [set], ...nothing };
}

const factsOf = (sets: readonly string[]): Facts => ({
  ...channel,
  sets: sets.map((text) => ({ version: version(text), expect: { required: [], bestEffort: [] }, images: [] })),
  tombstones: [],
  candidates: [],
  foreign: [],
  observed: new Map(),
});

/** An image that is to be made of that source. */
function madeOf(source: string, image: Image = imageOf(newer, "generic/amd64")): ImagePlan {
  const [made] = setPlan(newer, { "generic/amd64": [null, "current"] }).images;
  if (made?.candidate == null) throw new RangeError("a sample has a candidate");
  return { ...made, image, candidate: { ...made.candidate, image, source } };
}

async function relink(to: string, path: string): Promise<void> {
  await rm(path);
  await symlink(to, path);
}

const look = (sets: readonly string[], images: ImagePlan[] = []) =>
  fingerprint(places(), [{ facts: factsOf(sets), plan: planOf(images) }]);

test("every record of the channel counts, each as what it tells of", async () => {
  await publishSet(older);
  await writeStaged(places(), { ...header(newer), kind: "StagedImage", image: recordOf(newer) });
  await write(join(places().tree, tree.removed(channel)), "{}");
  const { records } = await look([older, newer]);
  expect(Object.fromEntries(Object.entries(records).map(([path, { of }]) => [path.slice(folder.length), of]))).toEqual({
    [`/tree/${tree.latest(channel)}`]: "trixie-daily",
    [`/tree/${tree.removed(channel)}`]: "trixie-daily",
    [`/tree/${tree.setRecord(header(older))}`]: setName(header(older)),
    [`/staging/${staging.records(header(newer))}/${recordOf(newer).name}.json`]: setName(header(newer)),
  });
});

test("a record that changed by one byte has another digest", async () => {
  await publishSet(older);
  const before = await look([older]);
  expect(await look([older])).toEqual(before);
  await appendFile(join(places().tree, tree.setRecord(header(older))), " ");
  expect(await look([older])).not.toEqual(before);
});

describe("what readers follow counts:", () => {
  const at = (...names: string[]): string => join(places().tree, tree.latest(channel), ...names);

  test.each<[string, () => Promise<unknown>]>([
    ["latest that leads elsewhere", () => relink("..", at())],
    ["latest that is a folder", () => rm(at()).then(() => mkdir(at()))],
    ["latest that is gone", () => rm(at())],
    [
      "a name in it that leads elsewhere",
      () => relink("../../elsewhere.json", at("debian-13-generic-amd64-daily.json")),
    ],
    ["the index", () => appendFile(join(places().tree, tree.index(channel)), " ")],
    ["a set's checksums", () => write(join(places().tree, tree.checksums(header(older))), "0  x")],
  ])("%s", async (_case, happens) => {
    await publishSet(older);
    await write(join(places().tree, tree.index(channel)), "{}");
    await mkdir(at("..", "latest-1"));
    await symlink("latest-1", at());
    await symlink("../20260716-2541/x.json", at("debian-13-generic-amd64-daily.json"));
    const before = await look([older]);
    expect(await look([older])).toEqual(before);
    await happens();
    expect((await look([older])).records).not.toEqual(before.records);
  });
});

describe("of an image that is to be made", () => {
  test("all files of its build count, others' and links do not", async () => {
    const source = join(folder, "builds", "debian-trixie-generic-amd64-official-20260717-2542");
    for (const ending of [".tar.xz", ".build.json", ".whatever", "0.tar.xz"]) await write(`${source}${ending}`, ending);
    await symlink("/etc/passwd", `${source}.link`);
    const { artifacts } = await look([], [madeOf(source)]);
    expect(Object.keys(artifacts)).toEqual([`${source}.build.json`, `${source}.tar.xz`, `${source}.whatever`]);
    await write(`${source}.tar.xz`, ".tar.xy");
    expect((await look([], [madeOf(source)])).artifacts).not.toEqual(artifacts);
  });

  test("of a release the daily's files count, and its record but for where it stands", async () => {
    const daily = imageOf(newer, "generic/amd64");
    const source = join(places().tree, setDirectory(daily));
    const { name } = recordOf(newer);
    await publishSet(newer);
    await write(join(source, `${name}.tar.xz`), "bytes");
    await write(join(source, "HEADER.html"), "page");
    const release = [madeOf(source, { ...daily, channel: "release" })];
    const { artifacts } = await look([], release);
    expect(Object.keys(artifacts)).toEqual([join(source, `${name}.tar.xz`), `the record of ${name}`]);

    const file = join(source, "set.json");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll('"current"', '"superseded"'));
    expect((await look([], release)).artifacts).toEqual(artifacts);
    await publishSet(newer, { build: { job: "https://example.org/1", commit: null, command: null, noLog: null } });
    expect((await look([], release)).artifacts).not.toEqual(artifacts);
  });

  test("of a release whose daily is held its staged record counts", async () => {
    const daily = imageOf(newer, "generic/amd64");
    const release = [madeOf(join(places().staging, staging.files(daily)), { ...daily, channel: "release" })];
    const missing = await look([], release);
    await writeStaged(places(), { ...header(newer), kind: "StagedImage", image: recordOf(newer) });
    expect((await look([], release)).artifacts).not.toEqual(missing.artifacts);
  });
});
