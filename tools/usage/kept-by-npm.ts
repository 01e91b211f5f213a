import { WrongUse } from "../setup/errors.ts";
import { givenOptions } from "./read-arguments.ts";
import type { Usage } from "./usage.mjs";

/** Settings that people have for npm itself; it tells a script about them in the same variables. */
const ofNpm: ReadonlySet<string> = new Set(["color", "json", "key", "message", "version", "yes"]);

/** The engine's options that a command which hands everything on looks for as well. */
const ofEngine = ["stack"];

/**
 * Refuses an option that stands before npm's `--`: npm keeps it, tells the script only by a variable, and the command would run
 * without it, for another stack or not as a trial. Throws `WrongUse`.
 */
export function refuseKeptByNpm(
  name: string,
  { options, all }: Usage,
  { args, env }: { args: readonly string[]; env: NodeJS.ProcessEnv },
): void {
  // a command that is started by another one has the variables of that one
  if (env["npm_lifecycle_event"] !== name) return;
  const given = new Set(givenOptions(options, args).map((option) => option.name));
  const kept = (all === undefined ? Object.keys(options) : ofEngine).find(
    (option) => !ofNpm.has(option) && !given.has(option) && (env[variableOf(option)] ?? "") !== "",
  );
  if (kept === undefined) return;
  throw new WrongUse(`--${kept}: npm has kept it for itself; expected a -- before it: npm run ${name} -- --${kept}`);
}

/** docs.npmjs.com/cli/using-npm/config: environment variables. */
const variableOf = (option: string): string => `npm_config_${option.replaceAll("-", "_").toLowerCase()}`;
