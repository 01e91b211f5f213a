import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { lastLines, run } from "../../tools/setup/progress.mjs";

/** A stack of the real engine, with its state in a folder. */
export interface EngineStack {
  /** Runs one command of the engine (`up`, `preview`) on it; throws what it said when it fails. */
  run(command: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
}

interface StackPlace {
  /** The folder of the program's Pulumi.yaml. */
  program: string;
  /** Takes the state and the configuration. */
  folder: string;
  name: string;
  config: Readonly<Record<string, unknown>>;
}

/** Makes a stack; the engine has to be on PATH. */
export async function makeStack({ program, folder, name, config }: StackPlace): Promise<EngineStack> {
  const state = path.join(folder, "state");
  await mkdir(state, { recursive: true });
  const configFile = path.join(folder, `Pulumi.${name}.yaml`);
  await writeFile(configFile, stringify({ config }));
  const environment = {
    ...process.env,
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const pulumi = async (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { ok, output } = await run("pulumi", [...args], { cwd, env: { ...environment, ...env } });
    if (!ok) throw new Error(`pulumi ${args.join(" ")} failed, and said\n${lastLines(output)}`);
    return output;
  };
  // this writes the stack's salt into the configuration beside Pulumi.yaml, which must not be the program's
  await copyFile(path.join(program, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  await pulumi(folder, ["stack", "init", name, "--no-select"]);
  const always = ["--stack", name, "--config-file", configFile, "--non-interactive"];
  return { run: (command, args = [], env = {}) => pulumi(program, [command, ...always, ...args], env) };
}
