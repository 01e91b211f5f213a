import { mkdir } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { runProgram } from "../engine/command/command.ts";
import { first, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";

if (!isRoot()) console.warn("SKIPPED: a full disk and a read-only tree are tested only as root, which may mount");

async function mount(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram("mount", args, process.env);
  if (exitCode !== 0) throw new Error(stderr);
}

/** A world whose tree and staging are on a small disk of their own. */
async function worldOnDisk(size: string): Promise<World> {
  const world = await World.begin({}, { engine: "small" });
  await mkdir(world.mirror);
  await mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", world.mirror);
  onTestFinished(async () => {
    await runProgram("umount", ["--lazy", world.mirror], process.env);
    await world.end();
  });
  return world;
}

describe.skipIf(!isRoot())("a disk", () => {
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
