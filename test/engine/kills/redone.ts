import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { removeLeftovers } from "../../../storage/tree/leftovers.ts";
import { createProvider } from "../../../provider/index.ts";
import { hasStruck, readDeeds, taskVariable, type Deed, type Task } from "../../faults/fault.ts";
import { redo, type Redo } from "../../faults/redo.ts";
import { claimChannel } from "../outside/claim.ts";
import { runProgram, type Said } from "../command/command.ts";
import { differences, kindsOf, nameOf, type Kill, type Undisturbed } from "./kill.ts";
import { worldVariable } from "../command/processes.ts";
import { expectExit, textOf } from "../command/said.ts";
import type { World } from "../world/world.ts";

/**
 * Tests that the operations of an undisturbed run come to the same tree where a provider without the engine does them, is killed in one
 * of them, and does that one and the rest again, as the next run has it do. The engine's own part is in kills.ts.
 */
export async function describeRedone(
  name: string,
  world: World,
  { deeds, tree }: Undisturbed,
  kinds: readonly string[] = deeds.map(({ kind }) => kind),
): Promise<void> {
  const whole = await redoInProcess(world, deeds);
  expectExit(whole.said, 0);
  const found = await world.fingerprint();

  describe(`the operations of ${name}, done without the engine,`, () => {
    test("come to the same tree", () => {
      expect(differences(tree, found)).toEqual([]);
    });
    const wanted = whole.done.filter(({ kind }) => kinds.includes(kind));
    const kills = killsOf(wanted).map((kill) => ({ kill, where: nameOf(kill) }));
    test.each(kills)("come to it after a kill of $where", async ({ kill }) => {
      expect(await killAndRedo(world, kill, { deeds, tree })).toEqual([]);
    });
  });
}

/** Kills before, during and after each operation. Before its first change of the disk is as good as before it begins. */
function killsOf(deeds: readonly Deed[]): Kill[] {
  return kindsOf(deeds).flatMap(({ kind, operation, changes }) => {
    const moments = changes === 0 ? (["before"] as const) : [...new Set([1, Math.ceil(changes / 2), changes])];
    return [...moments, "after" as const].map((moment) => ({ kind, operation, moment, victim: "plugin" }));
  });
}

async function killAndRedo(world: World, kill: Kill, { deeds, tree }: Undisturbed): Promise<string[]> {
  const mark = path.join(world.folder, "struck");
  const killed = await redoInProcess(world, deeds, { ...kill, mark });
  if (!(await hasStruck(mark))) return [`it was not killed:\n${textOf(killed.said)}`];
  const exposed = await world.publicProblems();
  await removeLeftovers(world, { suite: null, channel: null });
  const failure = await finish(world, deeds.slice(killed.done.length));
  return [
    ...exposed.map((problem) => `after the kill: ${problem}`),
    ...(failure === undefined ? [] : [`done again, it fails: ${failure}`]),
    ...(await world.settledProblems()),
    ...differences(tree, await world.fingerprint()),
    ...(await world.leftRunning()).map((command) => `still running: ${command}`),
  ];
}

/** Has a provider in this process do the rest; answers why that failed. Nothing is killed here, and a process takes a second to start. */
async function finish({ tree, staging }: World, deeds: readonly Deed[]): Promise<string | undefined> {
  return redo({ places: { tree, staging }, deeds }, createProvider).then(
    () => undefined,
    (error: unknown) => String(error),
  );
}

interface Redone {
  said: Said;
  /** The operations that ended. */
  done: Deed[];
}

/** Has a provider in a process of its own do the operations, from the moment before the run on. */
async function redoInProcess(world: World, deeds: readonly Deed[], fault?: Task["fault"]): Promise<Redone> {
  await world.restore();
  await claimChannel(world);
  const [file, log] = [path.join(world.folder, "redo.json"), path.join(world.folder, "redone")];
  const { tree, staging } = world;
  await writeFile(file, JSON.stringify({ places: { tree, staging }, deeds } satisfies Redo));
  await rm(log, { force: true });
  const task: Task = { ...(fault !== undefined && { fault }), deeds: log };
  const env = { ...process.env, [worldVariable]: world.folder, [taskVariable]: JSON.stringify(task) };
  const said = await runProgram(
    process.execPath,
    [path.join(import.meta.dirname, "../../faults/redo-process.ts"), file],
    env,
  );
  return { said, done: await readDeeds(log) };
}
