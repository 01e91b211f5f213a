import { parseArgs } from "node:util";
import { WrongUse } from "../setup/errors.ts";
import type { Usage } from "./usage.mjs";

/** Settings that people have for npm itself; it tells a script about them in the same variables. */
const ofNpm: ReadonlySet<string> = new Set(["color", "json", "key", "message", "version", "yes"]);

/** Options that the engine has, of a command that hands everything on. */
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
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  const given = new Set(tokens.flatMap((token) => (token.kind === "option" ? [token.name] : [])));
  const kept = (all === undefined ? Object.keys(options) : ofEngine).find(
    (option) => !ofNpm.has(option) && !given.has(option) && (env[variableOf(option)] ?? "") !== "",
  );
  if (kept === undefined) return;
  throw new WrongUse(`--${kept}: npm has kept it for itself; expected a -- before it: npm run ${name} -- --${kept}`);
}

/** docs.npmjs.com/cli/using-npm/config: environment variables. */
const variableOf = (option: string): string => `npm_config_${option.replaceAll("-", "_").toLowerCase()}`;
