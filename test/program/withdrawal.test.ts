import { mkdir, readFile, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { indexSchema } from "../../images/tree/record.ts";
import type { Said } from "../engine/command/command.ts";
import { first, publishedWorld, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { channelOf, phasesOf, setsOf } from "../engine/outside/views.ts";
import { members } from "../engine/world/machine.ts";
import type { World } from "../engine/world/world.ts";

test("a set that is withdrawn whole is in no list before it goes, and no empty directory is ever public", async () => {
  const world = await publishedWorld(2, "small");
  world.configure({ withdraw: { [second]: "it does not boot" } });
  const { said, seen } = await watched(world, () => world.up());
  expectExit(said, 0);
  expect(seen).toEqual([]);
  expect(await world.settledProblems()).toEqual([]);
  expect(await setsOf(world)).toEqual([first]);
  expect(await phasesOf(world)).toEqual({ [first]: "current", [second]: "withdrawn" });

  const tree = await world.fingerprint();
  await world.removeArtifacts();
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(tree);
  world.day("2026-08-01");
  expectExit(await world.up(), 0);
  expect((await channelOf(world)).removed?.tombstones).toHaveLength(members.length);
  expect(await world.settledProblems()).toEqual([]);
});

test("a set of which one image is withdrawn keeps the others, and leaves the tree with the last of them", async () => {
  const world = await publishedWorld(2, "small");
  const [one] = members;
  world.configure({ withdraw: { [`${second}/${one}`]: "it does not boot" } });
  const part = await watched(world, () => world.up());
  expectExit(part.said, 0);
  expect([part.seen, await world.settledProblems()]).toEqual([[], []]);
  expect(await setsOf(world)).toEqual([first, second]);
  // its manifest is in quarantine
  expectExit(await world.diff(first, second), 0);

  world.configure({ withdraw: { [second]: "none of it boots" } });
  expectExit(await world.up(), 0);
  expect(await setsOf(world)).toEqual([first]);
  expect(await world.settledProblems()).toEqual([]);
});

test("a stack that is emptied, as docs/take-down.md says, leaves an index and its tombstones, and may be made again", async () => {
  const world = await publishedWorld(2, "small");
  world.configure({ withdraw: { [first]: "the suite has ended", [second]: "the suite has ended" } });
  expectExit(await world.up(), 0);
  expect([await setsOf(world), (await channelOf(world)).latest?.links.size ?? 0]).toEqual([[], 0]);
  expect(await world.settledProblems()).toEqual([]);

  for (const day of ["2026-08-01", "2026-08-02"]) {
    world.day(day);
    expectExit(await world.up(), 0);
  }
  expect(await phasesOf(world)).toEqual({});
  const { index, removed } = await channelOf(world);
  expect([index?.sets, removed?.tombstones.length]).toEqual([[], 2 * members.length]);
  expect(textOf(await world.explain())).toContain(": 0 sets, 0 images");

  const tree = await world.fingerprint();
  await rm(world.state, { recursive: true });
  await mkdir(world.state);
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(tree);
  expect(await world.settledProblems()).toEqual([]);
});

/** Runs a command, and looks at the tree meanwhile, as a reader does. Returns what was wrong at any moment. */
async function watched(world: World, run: () => Promise<Said>): Promise<{ said: Said; seen: string[] }> {
  const seen = new Set<string>();
  let said: Said | undefined;
  const running = run().then((ended) => {
    said = ended;
  });
  while (said === undefined) {
    for (const problem of [...(await listedAndMissing(world)), ...(await emptyDirectories(world))]) seen.add(problem);
    await setTimeout(2);
  }
  await running;
  return { said, seen: [...seen] };
}

async function listedAndMissing(world: World): Promise<string[]> {
  const refs = await listedRefs(world);
  const missing: string[] = [];
  for (const ref of refs) if (!(await isThere(path.join(world.tree, ref)))) missing.push(ref);
  if (missing.length === 0) return [];
  // an image may have left the index since it was read
  const still = await listedRefs(world);
  return missing.filter((ref) => still.includes(ref)).map((ref) => `listed and missing: ${ref}`);
}

async function listedRefs(world: World): Promise<string[]> {
  const index = indexSchema.parse(JSON.parse(await readFile(world.path("index.json"), "utf8")));
  const images = index.sets.flatMap((set) => set.images);
  return images.flatMap(({ targets }) => (targets["mirror"]?.listed === true ? targets["mirror"].refs : []));
}

async function emptyDirectories(world: World): Promise<string[]> {
  const empty: string[] = [];
  for (const version of await setsOf(world)) {
    const names = await readdir(world.path(version)).catch(() => undefined);
    if (names?.some((name) => name.endsWith(".tar.xz")) === false) empty.push(`empty: ${version}`);
  }
  return empty;
}

const isThere = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined)) !== undefined;
