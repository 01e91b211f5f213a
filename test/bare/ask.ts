import { homedir } from "node:os";
import type { Program } from "../../storage/programs/start.ts";
import { SetupError } from "../../tools/setup/errors.ts";
import { lastLines, run } from "../../tools/setup/bootstrap/progress.mjs";

/** Runs a program on this host. Returns its output; throws it where the program fails. */
export async function ask(program: Program, args: readonly string[], cwd = homedir()): Promise<string> {
  const { ok, output } = await run(program, args, { cwd });
  if (!ok) throw new SetupError(`${program} ${args.join(" ")} failed, and said\n${lastLines(output)}`);
  return output;
}
