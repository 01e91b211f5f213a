import { runCommand } from "../../../tools/setup/run-command.ts";
import { orderSchema, type Answer } from "./command-processes.ts";

/** Runs one command after the other. Loading the program takes longer than a run in which nothing is new. */
async function carryOut(message: unknown): Promise<void> {
  const { args, env, end } = orderSchema.parse(message);
  for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  const exitCode = await runCommand(args);
  process.stdout.write(end);
  process.stderr.write(end);
  const answer: Answer = { exitCode };
  process.send?.(answer);
}

process.on("message", (message) => void carryOut(message));
process.on("disconnect", () => process.exit());
