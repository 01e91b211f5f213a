import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { runProgram } from "./command.ts";
import { beginPublished, first, second } from "./published.ts";
import { expectExit, textOf } from "./said.ts";
import { World } from "./world.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn("SKIPPED: a full disk and a read-only tree are tested only as root, which may mount");

async function mount(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram("mount", args, process.env);
  if (exitCode !== 0) throw new Error(stderr);
}

/** A world whose tree and staging are on a small disk of their own. */
async function worldOnDisk(size: string): Promise<World> {
  const world = await World.begin();
  await mkdir(world.mirror);
  await mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", world.mirror);
  onTestFinished(async () => {
    await runProgram("umount", ["--lazy", world.mirror], process.env);
    await world.end();
  });
  return world;
}

describe.skipIf(!isRoot)("a disk", () => {
  test("that is full stops a publication; once there is room it goes on", async () => {
    const world = await worldOnDisk("700k");
    await world.arrive(first);
    const said = await world.up();
    expectExit(said, 1);
    expect(textOf(said)).toContain("ENOSPC");
    expect(await world.publicProblems()).toEqual([]);

    await mount("-o", "remount,size=50m", world.mirror);
    expectExit(await world.up(), 0);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("that is read-only stops a publication; once it is writable it goes on", async () => {
    const world = await worldOnDisk("50m");
    await world.arrive(first);
    expectExit(await world.up(), 0);
    const published = await world.fingerprint();

    await mount("-o", "remount,ro", world.mirror);
    world.day("2026-07-02");
    await world.arrive(second);
    const said = await world.up();
    expectExit(said, 1);
    expect(textOf(said)).toContain("EROFS");
    expect(await world.fingerprint()).toEqual(published);

    await mount("-o", "remount,rw", world.mirror);
    expectExit(await world.up(), 0);
    expect(await world.settledProblems()).toEqual([]);
  });
});

describe("a published set", () => {
  let world: World;
  let tree: Map<string, string>;

  beforeAll(async () => {
    world = await beginPublished(1);
    tree = await world.fingerprint();
    await world.save();
  });
  beforeEach(async () => {
    world.day("2026-07-01");
    await world.restore();
  });
  afterAll(() => world.end());

  const locks = (): string => path.join(world.state, ".pulumi/locks/organization/cloud-images/dev");

  test("is adopted where the state was lost", async () => {
    await rm(world.state, { recursive: true });
    await mkdir(world.state);
    await world.removeArtifacts();
    expectExit(await world.up(), 0);
    expect(await world.fingerprint()).toEqual(tree);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("stays as it is where tree and staging have moved", async () => {
    const [before, moved] = [world.mirror, path.join(world.folder, "moved")];
    await rename(before, moved);
    world.mirror = moved;
    onTestFinished(() => {
      world.mirror = before;
    });
    expectExit(await world.up(), 0);
    expect(await world.fingerprint()).toEqual(tree);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("keeps its files, names and phases where the clock is set back", async () => {
    await world.removeArtifacts();
    world.day("2025-01-01");
    expectExit(await world.up(), 0);
    expect(await world.settledProblems()).toEqual([]);
    // a recorded day that is yet to come counts as today, in the records and in what readers' formats take from them
    const files = ([name]: [string, string]) => !/(set|index)\.json$|\.atom$|(^|\/)(streams|api|finder)\//.test(name);
    expect([...(await world.fingerprint())].filter(files)).toEqual([...tree].filter(files));
    expect((await world.explain()).stdout).toMatch(new RegExp(`current.*${first}|${first}.*current`));
  });

  test("is left alone while a run on another host may be alive, which is named", async () => {
    await mkdir(locks(), { recursive: true });
    const lock = { pid: 4711, username: "debian", hostname: "casulana", timestamp: new Date().toISOString() };
    await writeFile(path.join(locks(), "7c9e6679-7425-40de-944b-e07fc1f90ae7.json"), JSON.stringify(lock));
    const said = await world.up();
    expectExit(said, 1);
    expect(textOf(said)).toContain("process 4711 of debian on casulana");
    expect(await world.fingerprint()).toEqual(tree);
  });

  test("is changed by one run at a time: the second waits for the first, and says whom it waits for", async () => {
    world.day("2026-07-02");
    await world.arrive(second);
    const running = world.up();
    const pid = await holderOfLock(locks());
    process.kill(pid, "SIGSTOP");
    onTestFinished(() => world.kill());
    const waiting = `waiting for process ${pid} of`;
    const goOn = (text: string): void => {
      if (text.includes(waiting)) process.kill(pid, "SIGCONT");
    };
    const other = await world.up([], { hear: goOn });
    expect(textOf(other)).toContain(waiting);
    expectExit(await running, 0);
    expectExit(other, 0);
    expect(textOf(other)).toContain("nothing changed");
    expect(await world.settledProblems()).toEqual([]);
  });
});

/** The process that takes the stack's lock, as soon as it has. */
async function holderOfLock(folder: string): Promise<number> {
  for (;;) {
    const [name] = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json"));
    const text = name === undefined ? "" : await readFile(path.join(folder, name), "utf8").catch(() => "");
    const pid = /"pid":\s*(\d+)/.exec(text)?.[1];
    if (pid !== undefined) return Number(pid);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
