import path from "node:path";
import { pathToFileURL } from "node:url";
import { readFacts, type StackFacts } from "../../../stacks/publication/facts/tree/index.ts";
import { readSettings } from "../../../tools/engine/stack-file.ts";
import { runIn, variablesOf, type Circumstances, type Engine } from "../command/circumstances.ts";
import type { Said } from "../command/command.ts";
import { worldVariable } from "../command/processes.ts";
import { Machine } from "./machine.ts";
import { writeStackFile } from "./stack-file.ts";

const defaults = {
  role: "publication",
  suite: "trixie",
  channel: "daily",
  expect: { required: ["ec2/*"], bestEffort: ["raspi/*"] },
  dailyPublish: "always",
  now: "2026-07-01",
};

/** A server that keeps the engine's state: its URL, and the variables by which the engine is let in. */
export interface Backend {
  url: string;
  env: Readonly<Record<string, string>>;
}

/** A machine with one stack: its configuration, its state, and how a command is run on it. */
export class StackOnMachine extends Machine {
  /** The folder of this stack's state. A second stack on the same tree has its own. */
  readonly state: string;
  /** A server that keeps the state in the place of that folder. */
  backend: Backend | undefined;
  /** `dev`, which the commands make by themselves, unless a test has made another. */
  stack = "dev";
  /** Where readers get the tree; undefined where nobody serves it. */
  url: string | undefined;
  /** Whether previews load the policy pack. It takes a seventh of a run's time, so tests that are not about rules go without it. */
  policyPack = true;
  readonly engine: Engine;
  readonly #config: Record<string, unknown>;

  protected constructor(folder: string, state: string, config: Record<string, unknown>, engine: Engine) {
    super(folder);
    this.engine = engine;
    this.state = path.join(folder, state);
    this.#config = { ...defaults, ...config };
  }

  /** A path in the channel's directory: `path("latest")`. */
  path(...names: string[]): string {
    const { suite, channel } = this.#config;
    return path.join(this.tree, String(suite), channel === "daily" ? "daily" : "", ...names);
  }

  configure(keys: Record<string, unknown>): void {
    Object.assign(this.#config, keys);
  }

  /** Sets the clock: `day("2026-07-15")`. */
  day(now: string): void {
    this.configure({ now });
  }

  /** The file in which a preview saves its plan. */
  get approval(): string {
    return `${this.state}.plan.json`;
  }

  /** What a command would read now. */
  async facts(): Promise<StackFacts> {
    const configFile = await this.writeConfig();
    return readFacts(readSettings({ stack: this.stack, configFile, backend: this.#stateUrl }));
  }

  get #stateUrl(): string {
    return this.backend?.url ?? pathToFileURL(this.state).href;
  }

  protected async command(name: string, args: readonly string[], circumstances: Circumstances): Promise<Said> {
    const file = await this.writeConfig();
    const given = [...args, "--stack", this.stack, "--config-file", file];
    return runIn(circumstances, { engine: this.engine, name, args: given, env: this.environment(circumstances) });
  }

  protected async writeConfig(): Promise<string> {
    const file = `${this.state}.yaml`;
    const config = {
      ...this.#config,
      ...(this.#config["channel"] === "daily" && { artifacts: this.artifacts }),
      mirror: { root: this.tree, staging: this.staging, ...(this.url !== undefined && { url: this.url }) },
    };
    await writeStackFile(file, config);
    return file;
  }

  protected environment(circumstances: Circumstances): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PULUMI_BACKEND_URL: this.#stateUrl,
      PULUMI_CONFIG_PASSPHRASE: "",
      XDG_STATE_HOME: path.join(this.folder, "state-home"),
      ...this.backend?.env,
      [worldVariable]: this.folder,
      ...variablesOf(circumstances, this),
    };
  }
}
