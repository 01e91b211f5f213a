import { mustBeThere, type Program } from "../../storage/programs/start.ts";
import { SetupError } from "../setup/errors.ts";
import { run, runFile } from "../setup/bootstrap/progress.mjs";

interface ProgramOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed, with all that it started. */
  timeout?: number;
  /** Its standard input. */
  input?: string;
}

/** Runs a program to its end; its output becomes the error of a failure. */
export async function runProgram(program: Program, args: readonly string[], options?: ProgramOptions): Promise<void> {
  succeed(await run(program, args, settings(options)), program, args);
}

/** Runs a script of this project in the same way, if the programs that it starts are installed. */
export async function runScript(
  script: string,
  args: readonly string[],
  { programs, ...options }: ProgramOptions & { programs: readonly Program[] },
): Promise<void> {
  programs.forEach(mustBeThere);
  succeed(await runFile(script, args, settings(options)), script, args);
}

const settings = ({ env, ...options }: ProgramOptions = {}) => ({
  ...options,
  env: { ...process.env, TZ: "UTC0", ...env },
});

function succeed({ ok, output }: { ok: boolean; output: string }, program: string, args: readonly string[]): void {
  if (!ok) throw new SetupError(`${program} ${args.join(" ")} failed, and said\n${output}`);
}
