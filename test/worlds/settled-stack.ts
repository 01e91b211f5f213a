import { mkdir } from "node:fs/promises";
import path from "node:path";
import { formatDay } from "../../images/day.ts";
import { project } from "../../tools/setup/folders.mjs";
import { makeStack, type EngineStack } from "./engine-stack.ts";
import type { SettledWorld } from "./settled.ts";
import { writeSettledTree } from "./settled-tree.ts";

/** Where a settled stack has its things, below one folder. */
export const artifactsOf = (folder: string): string => path.join(folder, "artifacts");

/**
 * Makes our program's stack over a settled world of tiny files, in an empty folder. One `up` adopts what the tree has;
 * the state is saved once at its end, not at each step, which for 10,000 images would take hours.
 */
export async function makeSettledStack(world: SettledWorld, folder: string): Promise<EngineStack> {
  const [tree, staging] = [path.join(folder, "tree"), path.join(folder, "staging")];
  await mkdir(artifactsOf(folder), { recursive: true });
  await writeSettledTree(world, { tree, staging });
  const stack = await makeStack({
    program: project,
    folder,
    name: "settled",
    config: {
      "cloud-images:role": "publication",
      "cloud-images:suite": world.policy.suite,
      "cloud-images:channel": world.policy.channel,
      "cloud-images:artifacts": artifactsOf(folder),
      "cloud-images:mirror": { root: tree, staging },
      "cloud-images:now": formatDay(world.today),
    },
  });
  await fillState(stack);
  return stack;
}

/** Makes the stack of a bare program: so many components with one resource in each, and so many resources besides. */
export async function makeBareStack(counts: { pairs: number; things: number }, folder: string): Promise<EngineStack> {
  const stack = await makeStack({
    program: path.join(import.meta.dirname, "bare"),
    folder,
    name: "bare",
    config: { "bare:pairs": counts.pairs, "bare:things": counts.things },
  });
  await fillState(stack);
  return stack;
}

const fillState = (stack: EngineStack): Promise<string> =>
  stack.run("up", ["--yes", "--skip-preview"], { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" });
