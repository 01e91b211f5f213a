import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";
import { makeOnce } from "../../../tools/setup/bootstrap/once.mjs";
import { sharedBuilds } from "./artifacts.ts";
import { claimChannel } from "../outside/claim.ts";
import { copyFolder } from "./copy-folder.ts";
import { expectExit } from "../command/said.ts";
import type { Engine } from "../command/circumstances.ts";
import { World } from "./world.ts";

/** The versions of the sets of `publishedWorld`, and one for the day after. */
export const [first, second, third] = ["20260701-2526", "20260702-2527", "20260703-2528"] as const;

const sets = { 1: { version: first, day: "2026-07-01" }, 2: { version: second, day: "2026-07-02" } } as const;
type Count = keyof typeof sets;

/** A daily stack whose first set, or first two, were published in the first days of July. It is made once in a ring, then copied. */
export async function beginPublished(count: Count, engine: Engine = "pulumi"): Promise<World> {
  const made = path.join(sharedBuilds, `published-${engine}-${count}`);
  await makeOnce(made, (staging) => make(count, staging, engine));
  const world = await World.begin({}, { engine });
  await copyFolder(made, world.folder);
  await replaceInFiles(world.state, elsewhere, world.folder);
  await claimChannel(world);
  world.day(sets[count].day);
  return world;
}

/** As `beginPublished`; the world ends with the test that runs now. */
export async function publishedWorld(count: Count, engine?: Engine): Promise<World> {
  const world = await beginPublished(count, engine);
  onTestFinished(() => world.end());
  return world;
}

async function make(count: Count, folder: string, engine: Engine): Promise<void> {
  const world = await (count === 1 ? World.begin({}, { engine }) : beginPublished(1, engine));
  world.policyPack = false;
  try {
    world.day(sets[count].day);
    await world.arrive(sets[count].version);
    expectExit(await world.up(), 0);
    // it names the folder of the state, which is another in each copy
    await rm(world.path(".owner.json"));
    await copyFolder(world.folder, folder);
    await replaceInFiles(path.join(folder, path.basename(world.state)), world.folder, elsewhere);
  } finally {
    await world.end();
  }
}

/** Stands in a state for the path of its world's folder. */
const elsewhere = "@WORLD@";

async function replaceInFiles(folder: string, text: string, by: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(text, by));
  }
}
