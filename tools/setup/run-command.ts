import { existsSync } from "node:fs";
import { UserError } from "../../images/model/errors.ts";
import { cloudFolder } from "../dev/places.ts";
import { usages } from "../usage/commands.mjs";
import { refuseKeptByNpm } from "../usage/kept-by-npm.ts";
import { readArguments, refuseRepeated } from "../usage/read-arguments.ts";
import { refuseUnwritable } from "../usage/writable.ts";
import type { Usage } from "../usage/usage.mjs";
import { commands, type Command } from "./commands.ts";
import { engineEnvironment } from "./engine.ts";
import { SetupError, WrongUse } from "./errors.ts";
import { ensurePrograms } from "./programs.ts";

/** Runs one command, `up --stack dev`. Prints its errors. Returns its exit code. */
export const runCommand = (args: readonly string[]): Promise<number> =>
  start(args).catch((error: unknown) => report(error, args[0] ?? "dev"));

async function start([name = "", ...args]: readonly string[]): Promise<number> {
  const command: Command | undefined = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (command === undefined) {
    throw new WrongUse(`unknown command ${JSON.stringify(name)}: expected ${Object.keys(commands).join(", ")}`);
  }
  // a wrong command line is refused before anything is installed
  checkArguments(name, args);
  await ensurePrograms(command.programs ?? []);
  if (command.engine) Object.assign(process.env, await engineEnvironment());
  const module: unknown = await import(command.module);
  if (!isCommandModule(module)) throw new Error(`${command.module} exports no main(args)`);
  const run = (further: readonly string[]): Promise<number> =>
    module.main([...(command.args ?? []), ...args, ...further]);
  const usage = usageOf(name);
  // loaded only where a trial was made
  if (usage === undefined || usage.all !== undefined || !existsSync(cloudFolder)) return run([]);
  return (await import("../dev/among-trial.ts")).amongTrial({ name, usage, args }, run);
}

const usageOf = (name: string): Usage | undefined => Object.entries(usages).find(([known]) => known === name)?.[1];

function checkArguments(name: string, args: readonly string[]): void {
  const usage = usageOf(name);
  if (usage === undefined) return;
  refuseKeptByNpm(name, usage, { args, env: process.env });
  if (usage.all !== undefined) return;
  readArguments(usage, args);
  refuseRepeated(usage, args);
  refuseUnwritable(usage, args);
}

function isCommandModule(module: unknown): module is { main: (args: string[]) => Promise<number> } {
  return typeof module === "object" && module !== null && "main" in module && typeof module.main === "function";
}

/** Prints an error for its reader: a user's mistake without a stack trace. Returns the exit code. */
function report(error: unknown, name: string): number {
  if (!(error instanceof Error)) throw error;
  const wrongUse = error instanceof WrongUse || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_"));
  const inWords = wrongUse || error instanceof UserError || error instanceof SetupError;
  console.error(inWords ? error.message : error);
  if (wrongUse) console.error(`how to use it: npm run ${name} -- --help`);
  return wrongUse ? 2 : 1;
}
