import { access, rename, rm } from "node:fs/promises";
import path from "node:path";
import { addDays, formatDay, type Day } from "../../images/model/day.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runOrThrow, type EngineStack } from "../worlds/engine-stack.ts";
import { makeSettledStack } from "../worlds/settled-stack.ts";
import type { SettledWorld } from "../worlds/settled.ts";
import type { daySet } from "./day-set.ts";

interface DayStack {
  /** The stack as it was yesterday. */
  worlds: readonly SettledWorld[];
  today: Day;
  /** Whether the stack's file says which day it is. */
  fixed: boolean;
  builds: Awaited<ReturnType<typeof daySet>>;
}

interface DayRun {
  stack: EngineStack;
  begin: () => Promise<void>;
  /** Publishes today's builds, as CI does. The variables say where the state is, where that is not the folder. */
  run: (env?: Readonly<Record<string, string>>) => Promise<void>;
}

/** A stack that has published all until yesterday, and has today's builds before it. It can be made again any number of times, at the same paths. */
export async function beginDay(folder: string, { worlds, today, fixed, builds }: DayStack): Promise<DayRun> {
  const stack = await makeSettledStack({ worlds, today: addDays(today, -1), folder });
  await stack.configure({
    "cloud-images:artifacts": builds.folder,
    "cloud-images:now": fixed ? formatDay(today) : undefined,
  });
  const saved = `${folder}.saved`;
  await rename(folder, saved);
  return {
    stack,
    async begin() {
      await rm(folder, { recursive: true, force: true });
      await runOrThrow("cp", ["--archive", saved, folder], {});
    },
    async run(env = {}) {
      await up(stack, env);
      for (const directory of builds.directories) await access(path.join(folder, "tree", directory, "set.json"));
    },
  };
}

const up = ({ name, configFile, env }: EngineStack, more: Readonly<Record<string, string>>): Promise<string> =>
  runOrThrow(process.execPath, ["tools/setup/start.mjs", "up", "--stack", name, "--config-file", configFile], {
    cwd: project,
    env: { ...env, ...more },
  });
