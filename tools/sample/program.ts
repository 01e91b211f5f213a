import { run } from "../setup/progress.mjs";

interface ProgramOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end; what it said becomes the error of a failure. */
export async function runProgram(program: string, args: string[], { cwd, env }: ProgramOptions = {}): Promise<void> {
  const { ok, output } = await run(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC0", ...env },
  });
  if (!ok) throw new Error(`${program} ${args.join(" ")} failed, and said\n${output}`);
}
