import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { createProvider } from "../../provider/index.ts";
import { ownerOf, settleOwner } from "../../stacks/publication/facts/tree/tree-owner.ts";
import { removeUnfinished } from "../../stacks/publication/facts/tree/unfinished.ts";
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

const { stack, "config-file": configFile } = parseArgs({
  options: { stack: { type: "string", default: "dev" }, "config-file": { type: "string" } },
}).values;
const backend = process.env["PULUMI_BACKEND_URL"] ?? "";
const settings = readSettings({ stack, configFile: configFile ?? null, backend });
const file = path.join(fileURLToPath(backend), "small-engine", `${stack}.json`);

function readState(): State {
  if (!existsSync(file)) return new Map();
  return new Map(stateSchema.parse(JSON.parse(readFileSync(file, "utf8"))));
}

function writeState(state: State): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify([...state]));
  renameSync(`${file}.new`, file);
}

async function run(wanted: Publications): Promise<Ending> {
  const channels = wanted.publications.map(({ facts: { suite, channel } }) => ({ suite, channel }));
  await settleOwner(settings, channels, { stack: ownerOf(stack, process.env), isRun: true });
  await removeUnfinished(settings);
  const provider = createProvider({ report: () => undefined, warn: (_urn, text) => console.error(text) });
  await provider.configure({ tree: settings.mirror.root, staging: settings.mirror.staging, jobs: 2 });
  try {
    const { state, failures } = await runPublications(wanted, settings, {
      stack,
      state: readState(),
      provider,
      isKilled: () => false,
      done: writeState,
    });
    writeState(state);
    for (const failure of failures) console.error(failure instanceof Error ? failure.message : failure);
    return failures.length === 0 ? "done" : "failed";
  } finally {
    await provider.cancel();
  }
}

try {
  const before = await readPublications(settings);
  refuseMissedWithdrawals(before);
  process.exitCode = await notingRepairs(async (repairs) => {
    const { ending, after } = await runUntilSettled(before, { run, read: () => readPublications(settings) });
    return finish({ before, after, ending, written: repairs() }).code;
  });
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
