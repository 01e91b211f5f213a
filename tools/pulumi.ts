import { backendEnvironment } from "./engine/backend.ts";
import { devStack } from "./engine/options.ts";
import { showPulumi } from "./engine/pulumi.ts";

/** The engine itself, as set-up found or built it, for what no command of ours does: `stack init`, `login`, `config`, `policy analyze`. */
export async function main(args: string[]): Promise<number> {
  // the dev stack's state is on this machine, wherever somebody is logged in
  const stack = args.includes(devStack) ? devStack : "";
  const { ok } = await showPulumi(args, backendEnvironment(stack, process.env));
  return ok ? 0 : 1;
}
