import { format } from "node:util";
import type { Said } from "../engine/command/command.ts";
import { smallUp } from "./small-up.ts";

/** One after the other: a run has the process's environment and console for itself. */
let last: Promise<unknown> = Promise.resolve();

/** Runs `up` of the small engine in this process. To start one costs more than the run. */
export function upInProcess(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const said = last.then(() => heard(args, env));
  last = said.catch(() => undefined);
  return said;
}

async function heard(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const before = process.env;
  const { log, info, warn, error } = console;
  const said = { stdout: "", stderr: "" };
  const out = (...words: unknown[]): void => void (said.stdout += `${format(...words)}\n`);
  const err = (...words: unknown[]): void => void (said.stderr += `${format(...words)}\n`);
  try {
    process.env = env;
    Object.assign(console, { log: out, info: out, warn: err, error: err });
    const exitCode = await smallUp(args, env);
    return { exitCode, ...said };
  } finally {
    process.env = before;
    Object.assign(console, { log, info, warn, error });
  }
}
