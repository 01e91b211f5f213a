import { UserError } from "../../images/errors.ts";
import { commands } from "./commands.ts";
import { engineEnvironment } from "./engine.ts";
import { SetupError, WrongUse } from "./errors.ts";
import { ensurePrograms } from "./programs.ts";

async function start([name, ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name ?? ""] : undefined;
  if (command === undefined) {
    throw new WrongUse(`unknown command ${JSON.stringify(name ?? "")}: expected ${Object.keys(commands).join(", ")}`);
  }
  await ensurePrograms(command.programs ?? []);
  if (command.engine) Object.assign(process.env, await engineEnvironment());
  const module: unknown = await import(command.module);
  if (!isCommandModule(module)) throw new Error(`${command.module} exports no main(args)`);
  return module.main([...(command.args ?? []), ...args]);
}

function isCommandModule(module: unknown): module is { main: (args: string[]) => Promise<number> } {
  return typeof module === "object" && module !== null && "main" in module && typeof module.main === "function";
}

/** Tells a failure the way its reader can use it, and answers the exit code. */
function report(error: unknown): number {
  if (!(error instanceof Error)) throw error;
  const wrongUse = error instanceof WrongUse || ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_"));
  const inWords = wrongUse || error instanceof UserError || error instanceof SetupError;
  console.error(inWords ? error.message : error);
  return wrongUse ? 2 : 1;
}

process.exitCode = await start(process.argv.slice(2)).catch(report);
