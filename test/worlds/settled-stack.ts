import { mkdir } from "node:fs/promises";
import path from "node:path";
import { formatDay, type Day } from "../../images/model/day.ts";
import { devStack } from "../../tools/engine/options.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { makeStack, type EngineStack } from "./engine-stack.ts";
import type { SettledWorld } from "./settled.ts";
import { writeSettledState } from "./settled-state.ts";
import { writeSettledTree } from "./settled-tree.ts";

interface SettledStack {
  /** A world for each channel. Where there is only one, the stack publishes that channel alone. */
  worlds: readonly SettledWorld[];
  today: Day;
  /** An empty folder for tree, staging and state. */
  folder: string;
}

/** Makes our program's stack over settled worlds of tiny files, with the state that an `up` would leave. */
export async function makeSettledStack({ worlds, today, folder }: SettledStack): Promise<EngineStack> {
  const artifacts = path.join(folder, "artifacts");
  const places = { tree: path.join(folder, "tree"), staging: path.join(folder, "staging") };
  await mkdir(artifacts, { recursive: true });
  for (const world of worlds) await writeSettledTree(world, places);
  const [only, ...others] = worlds;
  const stack = await makeStack({
    program: project,
    folder,
    name: devStack,
    config: {
      "cloud-images:role": "publication",
      ...(only !== undefined &&
        others.length === 0 && {
          "cloud-images:suite": only.policy.suite,
          "cloud-images:channel": only.policy.channel,
        }),
      "cloud-images:artifacts": artifacts,
      "cloud-images:mirror": { root: places.tree, staging: places.staging },
      "cloud-images:now": formatDay(today),
    },
  });
  await writeSettledState(stack, path.join(folder, "state"));
  return stack;
}

/** Makes the stack of a bare program that has `pairs` components with a resource each, and `things` resources besides. */
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
