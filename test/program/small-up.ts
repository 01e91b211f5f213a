import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { createProvider } from "../../provider/index.ts";
import { ownerOf, settleOwner } from "../../stacks/publication/facts/tree/tree-owner.ts";
import { removeUnfinished } from "../../stacks/publication/facts/tree/unfinished.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import { readSettings } from "../../tools/engine/stack-file.ts";
import { readPublications, type Publications } from "../../tools/publications.ts";
import { notingRepairs } from "../../storage/repairs.ts";
import { finish } from "../../tools/up/end/finish.ts";
import { refuseMissedWithdrawals } from "../../tools/up/preconditions.ts";
import type { Ending } from "../../tools/up/run.ts";
import { runUntilSettled } from "../../tools/up/until-settled.ts";
import { runPublications } from "./publications-run.ts";
import type { State } from "./program-run.ts";

/**
 * `npm run up` with a small engine in the place of Pulumi's. It is one process without preview, policies and locks, and takes a tenth of
 * the time. It writes its state after each operation, as Pulumi's engine does, so that a kill leaves the same.
 */

const inState = z.object({
  type: z.string(),
  name: z.string(),
  id: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
  protect: z.boolean(),
});
const stateSchema = z.array(z.tuple([z.string(), inState]));

interface SmallUp {
  stack: string;
  settings: PublicationSettings;
  /** The file of the state. */
  file: string;
  env: NodeJS.ProcessEnv;
}

/** Runs the command. Returns its exit code. `env` has what the command's process would have as its environment. */
export async function smallUp(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = { stack: { type: "string", default: "dev" }, "config-file": { type: "string" } } as const;
  const { stack, "config-file": configFile } = parseArgs({ args: [...args], options }).values;
  const backend = env["PULUMI_BACKEND_URL"] ?? "";
  try {
    const settings = readSettings({ stack, configFile: configFile ?? null, backend });
    const file = path.join(fileURLToPath(backend), "small-engine", `${stack}.json`);
    return await published({ stack, settings, file, env });
  } catch (error) {
    console.error(error instanceof UserError ? error.message : error);
    return 1;
  }
}

async function published(up: SmallUp): Promise<number> {
  const { settings } = up;
  const before = await readPublications(settings);
  refuseMissedWithdrawals(before);
  return notingRepairs(async (repairs) => {
    const steps = { run: (wanted: Publications) => run(wanted, up), read: () => readPublications(settings) };
    const { ending, after } = await runUntilSettled(before, steps);
    return finish({ before, after, ending, written: repairs() }).code;
  });
}

function readState(file: string): State {
  if (!existsSync(file)) return new Map();
  return new Map(stateSchema.parse(JSON.parse(readFileSync(file, "utf8"))));
}

function writeState(file: string, state: State): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify([...state]));
  renameSync(`${file}.new`, file);
}

async function run(wanted: Publications, { stack, settings, file, env }: SmallUp): Promise<Ending> {
  const channels = wanted.publications.map(({ facts: { suite, channel } }) => ({ suite, channel }));
  await settleOwner(settings, channels, { stack: ownerOf(stack, env), isRun: true });
  await removeUnfinished(settings);
  const provider = createProvider({ report: () => undefined, warn: (_urn, text) => console.error(text) });
  await provider.configure({ tree: settings.mirror.root, staging: settings.mirror.staging, jobs: 2 });
  try {
    const { state, failures } = await runPublications(wanted, settings, {
      stack,
      state: readState(file),
      provider,
      isKilled: () => false,
      done: (state) => writeState(file, state),
    });
    writeState(file, state);
    for (const failure of failures) console.error(failure instanceof Error ? failure.message : failure);
    return failures.length === 0 ? "done" : "failed";
  } finally {
    await provider.cancel();
  }
}
