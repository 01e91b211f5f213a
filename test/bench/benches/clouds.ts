import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { devStack } from "../../../tools/engine/options.ts";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";
import { runOrThrow, type EngineStack } from "../../worlds/engine-stack.ts";
import { makeBareStack } from "../../worlds/settled-stack.ts";
import type { Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { liveDays } from "../live-days.ts";
import { compare, secondsOf } from "../measure.ts";

const live = 30;

/**
 * A preview in which nothing changes, with 30 days of dailies at five targets with 20 regions: the engine, the program and the
 * provider, without our command and the policy pack. The program asks each region what it has, and one resource has what an image has
 * in 20 regions. Of the bare program's resources each has two texts, and nobody is asked. The clouds' stand-ins run on the same
 * processors, in a process of their own: up to half a second of ours is theirs.
 */
export const previewClouds: Bench = {
  name: "preview-clouds",
  goal: 1.15,
  against: "a bare Pulumi program with as many resources",
  run: () =>
    inFolder(async (folder) => {
      const ours = path.join(folder, "ours");
      const days = await liveDays(live, ours);
      try {
        const { pairs, things } = await countsIn(ours);
        const bare = await makeBareStack({ pairs, things }, path.join(folder, "bare"));
        return await compare({
          name: "preview-clouds",
          rounds: 3,
          ours: () => days.engine.run("preview", ["--expect-no-changes"]),
          bare: () => bare.run("preview", ["--expect-no-changes"]),
        });
      } finally {
        await days.end();
      }
    }),
};

/** How much longer a day takes at five targets where 30 days are live than where there is nothing yet. */
export const dayClouds: Bench = {
  name: "day-clouds",
  goal: 2,
  against: "the same day on an empty state",
  run: () =>
    inFolder(async (folder) => {
      // one after the other, because both set the variables that name the clouds
      const empty = await dayAfter(0, path.join(folder, "empty"));
      const full = await dayAfter(live, path.join(folder, "full"));
      return { ratio: full / empty, seconds: full };
    }),
};

async function dayAfter(count: number, folder: string): Promise<number> {
  const days = await liveDays(count, folder);
  try {
    await days.nextDay();
    return await secondsOf(() => up(days.engine));
  } finally {
    await days.end();
  }
}

/** Runs the command as CI does. */
const up = ({ name, configFile, env }: EngineStack): Promise<string> =>
  runOrThrow(process.execPath, ["tools/setup/start.mjs", "up", "--stack", name, "--config-file", configFile], {
    cwd: project,
    env,
  });

const stateSchema = z.object({
  checkpoint: z.object({ latest: z.object({ resources: z.array(z.object({ type: z.string() })) }) }),
});

/** Counts the images of a stack, each of which is two resources, and its other resources, for a bare program with as many. */
async function countsIn(folder: string): Promise<{ pairs: number; things: number }> {
  const file = path.join(folder, "state/.pulumi/stacks/cloud-images", `${devStack}.json`);
  const { resources } = stateSchema.parse(JSON.parse(await readFile(file, "utf8"))).checkpoint.latest;
  const pairs = resources.filter(({ type }) => type === "debian:cloud:PublishedImage").length;
  // the stack and its provider
  return { pairs, things: resources.length - 2 * pairs - 2 };
}
