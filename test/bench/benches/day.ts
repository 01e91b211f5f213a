import { access, rename, rm } from "node:fs/promises";
import path from "node:path";
import { addDays, dayOfDate, formatDay } from "../../../images/model/day.ts";
import { runOrThrow, type EngineStack } from "../../worlds/engine-stack.ts";
import { makeSettledStack } from "../../worlds/settled-stack.ts";
import type { SettledWorld } from "../../worlds/settled.ts";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";
import type { Bench } from "../bench.ts";
import { daySet, restingWorlds } from "../day-set.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";

const yesterday = dayOfDate(new Date("2026-07-17"));
const today = addDays(yesterday, 1);

/** How much longer a day's builds take to publish where thousands of images rest than where there is nothing yet. */
export const day: Bench = {
  name: "day",
  goal: 3,
  against: "the same day on an empty state",
  run: () =>
    inFolder(async (folder) => {
      const builds = await daySet(today);
      say("day: filling a state with 3000 images …");
      const full = await beginDay(path.join(folder, "full"), restingWorlds(yesterday), builds);
      const empty = await beginDay(path.join(folder, "empty"), [], builds);
      return compare({
        name: "day",
        rounds: 3,
        prepare: () => Promise.all([full.begin(), empty.begin()]),
        ours: full.run,
        bare: empty.run,
      });
    }),
};

/** A stack with what rested yesterday, and today's builds before it: as often as wanted, at the same paths. */
async function beginDay(
  folder: string,
  worlds: readonly SettledWorld[],
  builds: Awaited<ReturnType<typeof daySet>>,
): Promise<{ begin: () => Promise<void>; run: () => Promise<void> }> {
  const stack = await makeSettledStack({ worlds, today: yesterday, folder });
  await stack.configure({ "cloud-images:artifacts": builds.folder, "cloud-images:now": formatDay(today) });
  const saved = `${folder}.saved`;
  await rename(folder, saved);
  return {
    async begin() {
      await rm(folder, { recursive: true, force: true });
      await runOrThrow("cp", ["--archive", saved, folder], {});
    },
    async run() {
      await up(stack);
      for (const directory of builds.directories) await access(path.join(folder, "tree", directory, "set.json"));
    },
  };
}

/** What CI runs. */
const up = ({ name, configFile, env }: EngineStack): Promise<string> =>
  runOrThrow(process.execPath, ["tools/setup/start.mjs", "up", "--stack", name, "--config-file", configFile], {
    cwd: project,
    env,
  });
