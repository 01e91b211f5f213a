import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { startFile } from "../../storage/programs/spawn.mjs";
import { ifPresent } from "../../storage/files/fault.ts";
import { models } from "../../targets/models.ts";
import { WrongUse } from "../setup/errors.ts";
import { project } from "../setup/bootstrap/folders.mjs";

const servers = path.join(project, "test/peers/trial");

/** Clouds that a server of the tests can stand in for. */
const trialClouds = models.map(({ cloud }) => cloud).filter((cloud) => existsSync(path.join(servers, `${cloud}.ts`)));

const reached = z.object({
  environment: z.record(z.string(), z.string()),
  targets: z.record(z.string(), z.unknown()),
});
const seenByCloud = z.record(z.string(), z.array(z.string()));

/** Stand-ins of clouds on this machine's loopback, in a process of their own. */
export interface Trial extends z.output<typeof reached> {
  /** By cloud, the images that everybody may start there and what leads to them, a line each. */
  seen(): Promise<Record<string, string[]>>;
  /** Has a cloud or a region answer nobody from here on; false: it is unknown. */
  takeDown(name: string): Promise<boolean>;
  /** Saves their content and ends them. */
  end(): Promise<void>;
}

/** The requested clouds, separated by commas, and those of earlier trials: the records still name their images. */
export async function cloudsOf(asked: string | undefined, folder: string): Promise<readonly string[]> {
  const names = asked?.split(",") ?? [];
  for (const name of names)
    if (!trialClouds.includes(name))
      throw new WrongUse(`--with ${JSON.stringify(name)}: expected some of ${trialClouds.join(",")}`);
  const before = ((await ifPresent(readdir(folder))) ?? []).map((file) => path.parse(file).name);
  return trialClouds.filter((name) => names.includes(name) || before.includes(name));
}

interface TrialPlace {
  /** Keeps the content of the clouds from one trial to the next. */
  folder: string;
  /** Whether what this trial changes is kept; not where a command only reads. */
  keeps: boolean;
  /** Clouds, and regions with servers of their own, that do not answer. */
  down?: readonly string[];
}

/** Does the work while the stand-ins run. The environment variables of this process lead to them meanwhile. */
export async function withTrial<Result>(
  names: readonly string[],
  { folder, keeps, down = [] }: TrialPlace,
  work: (trial: Trial | undefined) => Promise<Result>,
): Promise<Result> {
  if (names.length === 0) return work(undefined);
  const trial = await startTrial(names, folder, keeps);
  const before = Object.keys(trial.environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, trial.environment);
  try {
    for (const name of down)
      if (!(await trial.takeDown(name)))
        throw new WrongUse(
          `--down ${JSON.stringify(name)}: expected ${names.join(", ")}, or a region with a server of its own`,
        );
    return await work(trial);
  } finally {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    await trial.end();
  }
}

async function startTrial(names: readonly string[], folder: string, keeps: boolean): Promise<Trial> {
  const args = [path.join(servers, "serve.ts"), keeps ? "keeping" : "reading", folder, ...names];
  const server = startFile(process.execPath, args, {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  // servers that ended say so by giving no answer
  server.stdin.on("error", () => undefined);
  const lines: AsyncIterator<string, undefined> = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the servers of ${names.join(", ")} ended`);
    return JSON.parse(value);
  };
  const { environment, targets } = reached.parse(await answer());
  return {
    environment,
    targets,
    async seen() {
      server.stdin.write("seen\n");
      return seenByCloud.parse(await answer());
    },
    async takeDown(name) {
      server.stdin.write(`down ${name}\n`);
      return z.boolean().parse(await answer());
    },
    async end() {
      server.stdin.end();
      await ended;
    },
  };
}
