import { readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setSchema, writeRecord } from "../../images/tree/record.ts";
import type { Said } from "./command/command.ts";
import { beginPublished, first, second } from "./world/published.ts";
import { expectExit, textOf } from "./command/said.ts";
import { phasesOf } from "./outside/views.ts";
import { members } from "./world/machine.ts";
import type { Circumstances } from "./command/circumstances.ts";
import type { World } from "./world/world.ts";

const [hidden, superseded, current] = [first, second, "20260715-2540"] as const;

const imagesOf = (version: string): string[] =>
  members.map((member) => `debian-13-${member.replace("/", "-")}-daily-${version}`);

const filesOf = (version: string): string[] => imagesOf(version).map((image) => `${image}-files`);

describe("what nobody explained is not deleted:", () => {
  let world: World;
  let tree: Map<string, string>;

  beforeAll(async () => {
    world = await beginPublished(2);
    world.day("2026-07-15");
    await world.arrive(current);
    expectExit(await world.up(), 0);
    expect(await phasesOf(world)).toEqual({ [hidden]: "hidden", [superseded]: "superseded", [current]: "current" });
    tree = await world.fingerprint();
    await world.save();
  });
  beforeEach(() => world.restore());
  afterAll(() => world.end());

  /** Checks that the run failed and names these, and that the tree is as before but for what the test itself spoilt. */
  async function expectRefused(said: Said, names: readonly string[], spoilt: readonly string[] = []): Promise<void> {
    expectExit(said, 1);
    const text = textOf(said);
    for (const name of names) expect(text).toContain(name);
    const found = await world.fingerprint();
    const untouched = [...tree].filter(([name]) => !spoilt.includes(name));
    expect(untouched.filter(([name, what]) => found.get(name) !== what)).toEqual([]);
  }

  const recordOf = (version: string): string => `trixie/daily/${version}/set.json`;

  /** Leaves a set's record without images, as a broken restore might. */
  async function emptyRecord(version: string): Promise<void> {
    const path = world.path(version, "set.json");
    const record = setSchema.parse(JSON.parse(await readFile(path, "utf8")));
    await writeFile(path, writeRecord(setSchema, { ...record, images: [] }));
  }

  test("a set whose record names no images any more", async () => {
    await emptyRecord(superseded);
    await world.removeArtifacts();
    await expectRefused(await world.preview(), filesOf(superseded), [recordOf(superseded)]);
  });

  test("a set whose record is gone, with the index that has it a second time", async () => {
    await rm(world.path(superseded, "set.json"));
    await rm(world.path("index.json"));
    await world.removeArtifacts();
    await expectRefused(await world.preview(), filesOf(superseded), [recordOf(superseded), "trixie/daily/index.json"]);
  });

  test("resources that are called otherwise in another program", async () => {
    const modules = { "components/resources.ts": "test/variants/renamed-image-files.ts" };
    const all = [hidden, superseded, current].flatMap(filesOf);
    await expectRefused(await world.preview([], { modules }), all);
    await expectRefused(await world.up([], { modules }), all);
  });

  test("everything, where the stack is given another suite", async () => {
    const trixie = { suite: "trixie", expect: { required: ["ec2/*"], bestEffort: ["raspi/*"] } };
    world.configure({ suite: "bookworm", expect: { required: ["ec2/*"], bestEffort: [] } });
    const said = await world.preview();
    world.configure(trixie);
    await expectRefused(said, [hidden, superseded, current].flatMap(filesOf));
  });

  test("a public image for which other bytes arrive", async () => {
    await world.arrive(current, ["ec2/amd64"], { seed: "other bytes" });
    await expectRefused(await world.preview(), [`debian-13-ec2-amd64-daily-${current}`]);
    const said = await world.up();
    await expectRefused(said, [`debian-13-ec2-amd64-daily-${current}`]);
  });

  test("a public image whose record has another digest", async () => {
    const path = world.path(current, "set.json");
    const record = setSchema.parse(JSON.parse(await readFile(path, "utf8")));
    const [image, ...others] = record.images;
    if (image === undefined) throw new Error(`${path} names no image`);
    const changed = { ...image, digest: "0".repeat(128) };
    await writeFile(path, writeRecord(setSchema, { ...record, images: [changed, ...others] }));
    await world.removeArtifacts();
    await expectRefused(await world.preview(), [image.name], [recordOf(current)]);
  });

  const lostGuards: [string, Circumstances][] = [
    ["forgotten", { modules: { "stacks/publication/guard.ts": "test/variants/no-guard.ts" } }],
    ["permits everything", { modules: { "stacks/publication/guard.ts": "test/variants/guard-that-permits.ts" } }],
  ];
  test.each(lostGuards)("a set without its record, by a run whose guard %s", async (_how, circumstances) => {
    await emptyRecord(hidden);
    await world.removeArtifacts();
    await expectRefused(await world.up([], circumstances), filesOf(hidden), [recordOf(hidden)]);
  });

  test("a set without its record, by the engine alone and without a guard: the provider wants a tombstone", async () => {
    await emptyRecord(hidden);
    await world.removeArtifacts();
    const modules = { "stacks/publication/guard.ts": "test/variants/guard-that-permits.ts" };
    const said = await world.pulumiAlone("up", { modules });
    expect(said.exitCode).not.toBe(0);
    expect(textOf(said)).toContain("tombstone");
    const found = await world.fingerprint();
    // the finder's pages are made again from what the index has
    const isOfSet = (name: string) => name.includes(`/${hidden}/`) && !name.startsWith("finder/");
    const inSet = [...tree].filter(([name]) => isOfSet(name) && name !== recordOf(hidden));
    expect(inSet.filter(([name, what]) => found.get(name) !== what)).toEqual([]);
  });
});
