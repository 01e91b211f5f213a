import { run } from "../setup/progress.mjs";

interface ProgramOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** In ms: after that it is killed, with all that it started. */
  timeout?: number;
}

/** Runs a program to its end; what it said becomes the error of a failure. */
export async function runProgram(
  program: string,
  args: string[],
  { cwd, env, timeout }: ProgramOptions = {},
): Promise<void> {
  const { ok, output } = await run(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(timeout === undefined ? {} : { timeout }),
    env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC0", ...env },
  });
  if (!ok) throw new Error(`${program} ${args.join(" ")} failed, and said\n${output}`);
}
