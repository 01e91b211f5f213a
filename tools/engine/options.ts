import { WrongUse } from "../setup/errors.ts";

/** What a command line says of the engine's run. */
export interface EngineOptions {
  stack: string;
  /** Read instead of `Pulumi.<stack>.yaml`. */
  configFile: string | null;
  refresh: boolean;
  /** The engine's own arguments, handed on as they are. */
  rest: readonly string[];
}

export const devStack = "dev";

const values = new Map<string, "stack" | "configFile">([
  ["--stack", "stack"],
  ["-s", "stack"],
  ["--config-file", "configFile"],
]);

/** Given by us in every run, so that saying them again changes nothing. */
const always = ["--yes", "-y", "--non-interactive"];

/** A publication always goes through the preview that its plan is made from. */
const never = ["--skip-preview", "-f", "--plan", "--save-plan"];

/** Takes options of a command's own, each with a value, out of its arguments. Throws `WrongUse`. */
export function takeValues<Flag extends string>(
  args: readonly string[],
  flags: readonly Flag[],
): { values: ReadonlyMap<Flag, string>; rest: string[] } {
  const values = new Map<Flag, string>();
  const rest: string[] = [];
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [name] = arg.split("=");
    const flag = flags.find((known) => known === name);
    if (flag === undefined) rest.push(arg);
    else values.set(flag, valueOf(flag, arg, left));
  }
  return { values, rest };
}

/** After `=`, or the next argument. */
function valueOf(flag: string, arg: string, left: string[]): string {
  const value = arg === flag ? left.shift() : arg.slice(flag.length + 1);
  if (value === undefined || value === "") throw new WrongUse(`${flag}: expected a value after it`);
  return value;
}

/** Reads the arguments of `up` and `preview`. Throws `WrongUse`. */
export function readEngineOptions(args: readonly string[]): EngineOptions {
  const options: Omit<EngineOptions, "rest" | "refresh"> = { stack: devStack, configFile: null };
  let refresh = false;
  const rest: string[] = [];
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [flag = ""] = arg.split("=");
    const key = values.get(flag);
    if (key !== undefined) {
      options[key] = valueOf(flag, arg, left);
    } else if (never.includes(flag)) {
      throw new WrongUse(
        `${flag}: expected to be left out; the plan is made, looked through and enforced by the command (preview takes --save-plan, up takes --plan)`,
      );
    } else if (arg === "--refresh" || arg === "-r") {
      refresh = true;
    } else if (!always.includes(arg)) {
      rest.push(arg);
    }
  }
  return { ...options, refresh, rest };
}
