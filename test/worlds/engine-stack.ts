import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseDocument, stringify } from "yaml";
import { runFile } from "../../tools/setup/bootstrap/progress.mjs";

/** A stack of the real engine, with its state in a folder. */
export interface EngineStack {
  name: string;
  configFile: string;
  /** The environment in which the engine and our own commands find its state. */
  env: NodeJS.ProcessEnv;
  /** Runs a command of the engine on it, `up` or `preview`. Throws the output where the command fails. */
  run(command: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** Sets keys of its configuration; removes those without a value. */
  configure(config: StackConfig): Promise<void>;
}

/** Configuration by key; each key has its namespace. */
type StackConfig = Readonly<Record<string, unknown>>;

interface StackPlace {
  /** The folder of the program's Pulumi.yaml. */
  program: string;
  /** The folder for the state and the configuration. */
  folder: string;
  name: string;
  config: StackConfig;
}

/** Makes a stack. The engine must be on PATH. */
export async function makeStack({ program, folder, name, config }: StackPlace): Promise<EngineStack> {
  const state = path.join(folder, "state");
  await mkdir(state, { recursive: true });
  const configFile = path.join(folder, `Pulumi.${name}.yaml`);
  await writeFile(configFile, stringify({ config }));
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    XDG_STATE_HOME: path.join(folder, "state-home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const pulumi = (cwd: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runOrThrow("pulumi", args, { cwd, env: { ...env, ...more } });
  // the command writes the stack's salt beside Pulumi.yaml: not beside the program's own
  await copyFile(path.join(program, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  await pulumi(folder, ["stack", "init", name, "--no-select"]);
  const always = ["--stack", name, "--config-file", configFile, "--non-interactive"];
  return {
    name,
    configFile,
    env,
    run: (command, args = [], more = {}) => pulumi(program, [command, ...always, ...args], more),
    configure: (keys) => setConfig(configFile, keys),
  };
}

async function setConfig(file: string, config: StackConfig): Promise<void> {
  const document = parseDocument(await readFile(file, "utf8"));
  for (const [key, value] of Object.entries(config))
    if (value === undefined) document.deleteIn(["config", key]);
    else document.setIn(["config", key], value);
  await writeFile(file, document.toString());
}

/** Runs a program. Returns its output; throws it where the program fails. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const { ok, output } = await runFile(program, args, options);
  if (!ok) throw new Error(`${program} ${args.join(" ")} failed, and said\n${output}`);
  return output;
}
