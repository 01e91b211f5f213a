import path from "node:path";
import { taskVariable, type Task } from "../../faults/fault.ts";
import { upInProcess } from "../../program/in-process.ts";
import { withModules, type Modules } from "../../variants/modules.ts";
import { runInWaitingProcess } from "./command-processes.ts";
import { runCommand, runProgram, type Hearer, type Said } from "./command.ts";

/** How a command runs, beside what its arguments say. */
export interface Circumstances {
  modules?: Modules;
  task?: Task;
  hear?: Hearer;
  /** Runs the command in a process of its own. Any other circumstance asks for that as well. */
  ownProcess?: true;
}

/** What carries out an `up`: Pulumi's engine, started by our command, or the small engine of test/program in a tenth of the time. */
export type Engine = "pulumi" | "small";

const withTask: Modules = { "provider/index.ts": "test/faults/provider.ts" };
const withoutPack: Modules = { "tools/engine/policy.ts": "test/variants/no-policy-pack.ts" };
const smallUp = path.join(import.meta.dirname, "../../program/up.ts");

/** The variables that tell a command of its circumstances. */
export const variablesOf = (
  { modules = {}, task }: Circumstances,
  { policyPack }: { policyPack: boolean },
): Record<string, string> => ({
  ...withModules({ ...modules, ...(task !== undefined && withTask), ...(!policyPack && withoutPack) }),
  ...(task !== undefined && { [taskVariable]: JSON.stringify(task) }),
});

interface Command {
  engine: Engine;
  name: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

/** Runs a command. One in which a test replaces, kills or hears something is a process of its own. */
export function runIn(circumstances: Circumstances, { engine, name, args, env }: Command): Promise<Said> {
  const isSmall = name === "up" && engine === "small";
  if (Object.keys(circumstances).length === 0)
    return isSmall ? upInProcess(args, env) : runInWaitingProcess([name, ...args], env);
  return isSmall
    ? runProgram(process.execPath, [smallUp, ...args], env, circumstances.hear)
    : runCommand([name, ...args], env, circumstances.hear);
}
