import path from "node:path";
import { addDays, dayOfDate } from "../../../images/model/day.ts";
import type { Backend } from "../../engine/world/stack-on-machine.ts";
import { makeBucket } from "../../peers/moto/bucket.ts";
import { startMoto } from "../../peers/moto/moto.ts";
import { postgresPrograms, startPostgres } from "../../peers/postgres/postgres.ts";
import { runOrThrow, type EngineStack } from "../../worlds/engine-stack.ts";
import { Skipped, type Bench, type Measurement } from "../bench.ts";
import { daySet, lastingChannels, restingWorlds } from "../day-set.ts";
import { beginDay } from "../day-stack.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";

interface Server {
  /** Makes an empty backend, another one each time. */
  backend: (round: number) => Promise<Backend>;
  /** Seconds for which it has used a processor, where that can be seen. */
  processorTime?: () => Promise<number>;
  stop: () => Promise<void>;
}

const against = "the same day with the state in a folder";

/** How much longer a day takes where 3000 images rest, when the state is on a server of this machine. */
export const dayS3: Bench = {
  name: "day-s3",
  goal: 1.3,
  against,
  async run() {
    const { moto, ...server } = await startMoto();
    return measured("day-s3", { backend: (round) => makeBucket(moto, `states-${round}`), ...server });
  },
};

export const dayPostgres: Bench = {
  name: "day-postgres",
  goal: 1.3,
  against,
  async run() {
    const programs = await postgresPrograms();
    if (programs === undefined) throw new Skipped("no Postgres here; type: apt-get install postgresql");
    const { backend, stop } = await startPostgres(programs);
    const table = (round: number) => Promise.resolve({ ...backend, url: `${backend.url}&table=state_${round}` });
    return measured("day-postgres", { backend: table, stop });
  },
};

async function measured(name: string, { backend, processorTime, stop }: Server): Promise<Measurement> {
  // the program lets a stack have a clock of its own only where its state is in a folder
  const today = dayOfDate(new Date());
  try {
    return await inFolder(async (folder) => {
      const builds = await daySet(today, lastingChannels);
      const worlds = restingWorlds(addDays(today, -1), lastingChannels);
      say(`${name}: filling a state with 3000 images, twice …`);
      const shared = await beginDay(path.join(folder, "shared"), { worlds, today, fixed: false, builds });
      const alone = await beginDay(path.join(folder, "alone"), { worlds, today, fixed: false, builds });
      let variables: Readonly<Record<string, string>> = {};
      let round = 0;
      return compare({
        name,
        // each side of a round is minutes of processor time
        rounds: 1,
        async prepare() {
          await Promise.all([shared.begin(), alone.begin()]);
          variables = await moveState(shared.stack, await backend((round += 1)), folder);
        },
        async ours() {
          say(`${name}: a day with the state on the server …`);
          const before = await processorTime?.();
          await shared.run(variables);
          const after = await processorTime?.();
          if (before !== undefined && after !== undefined)
            say(`${name}: the server itself used a processor for ${(after - before).toFixed(0)} s of it`);
        },
        bare() {
          say(`${name}: the same day with the state in a folder …`);
          return alone.run();
        },
      });
    });
  } finally {
    await stop();
  }
}

/** Makes the backend as docs/state.md describes it. Returns the variables by which the engine finds it. */
async function moveState(stack: EngineStack, { url, env }: Backend, folder: string): Promise<Record<string, string>> {
  const variables = { ...env, PULUMI_BACKEND_URL: url };
  const file = path.join(folder, "state.json");
  const cwd = path.dirname(stack.configFile);
  const pulumi = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runOrThrow("pulumi", [...args, "--non-interactive"], { cwd, env: { ...stack.env, ...more } });
  await pulumi(["stack", "export", "--stack", stack.name, "--file", file]);
  await pulumi(["stack", "init", stack.name, "--no-select"], variables);
  await pulumi(["stack", "import", "--stack", stack.name, "--file", file], variables);
  return variables;
}
