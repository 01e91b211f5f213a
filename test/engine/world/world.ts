import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { readFacts, type StackFacts } from "../../../stacks/publication/facts/tree/index.ts";
import { readSettings } from "../../../tools/engine/stack-file.ts";
import { hasStruck, readDeeds, type Deed, type Fault } from "../../faults/fault.ts";
import { runIn, variablesOf, type Circumstances, type Engine } from "../command/circumstances.ts";
import { runInWaitingProcess } from "../command/command-processes.ts";
import { runProgram, type Said } from "../command/command.ts";
import { isAlone } from "../kills/kill.ts";
import { Machine } from "./machine.ts";
import { worldVariable } from "../command/processes.ts";
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

/** A machine with one stack, and a person who types commands there. */
export class World extends Machine {
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

  private constructor(folder: string, state: string, config: Record<string, unknown>, engine: Engine) {
    super(folder);
    this.engine = engine;
    this.state = path.join(folder, state);
    this.#config = { ...defaults, ...config };
  }

  /** Makes an empty world. It is the first of July. `config` has the stack's keys without their namespace. */
  static async begin(
    config: Record<string, unknown> = {},
    { engine = "pulumi" }: { engine?: Engine } = {},
  ): Promise<World> {
    const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-world-"));
    const world = new World(folder, "state", config, engine);
    await Promise.all([mkdir(world.artifacts), mkdir(world.state)]);
    return world;
  }

  /** As `begin`; the world ends with the test that runs now. */
  static async ofTest(config: Record<string, unknown> = {}, engine: Engine = "pulumi"): Promise<World> {
    const world = await World.begin(config, { engine });
    onTestFinished(() => world.end());
    return world;
  }

  /** Makes another stack over the same tree. */
  async beside(name: string, config: Record<string, unknown>): Promise<World> {
    const world = new World(this.folder, name, config, this.engine);
    world.policyPack = this.policyPack;
    await mkdir(world.state);
    return world;
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

  up(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    return this.#command("up", args, circumstances);
  }

  preview(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    const places = ["--save-plan", this.approval, "--markdown", `${this.state}.md`, "--html", `${this.state}.html`];
    return this.#command("preview", [...places, ...args], circumstances);
  }

  /** The file in which a preview saves its plan. */
  get approval(): string {
    return `${this.state}.plan.json`;
  }

  /** Runs what the last preview showed. */
  upApproved(): Promise<Said> {
    return this.up(["--plan", this.approval]);
  }

  /** Both steps of a release: the preview, and the run of what it showed. Returns the output of the last step. */
  async publishRelease(): Promise<Said> {
    // the small engine asks for no approval
    if (this.engine === "small") return this.up();
    const previewed = await this.preview();
    return previewed.exitCode === 1 ? previewed : this.upApproved();
  }

  explain(...args: string[]): Promise<Said> {
    return this.#command("explain", args, {});
  }

  /** Runs any command in a process of its own, as a person does. */
  type(name: string, ...args: string[]): Promise<Said> {
    return this.#command(name, args, { ownProcess: true });
  }

  audit(...args: string[]): Promise<Said> {
    return this.#command("audit", args, {});
  }

  decide(...args: string[]): Promise<Said> {
    return this.#command("decide", args, {});
  }

  /** Writes its report beside the stack's file. */
  report(...args: string[]): Promise<Said> {
    return this.#command("report", ["--markdown", `${this.state}.md`, "--html", `${this.state}.html`, ...args], {});
  }

  announce(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    return this.#command("announce", args, circumstances);
  }

  rebuild(...args: string[]): Promise<Said> {
    return this.#command("rebuild", args, {});
  }

  diff(...args: string[]): Promise<Said> {
    return this.#command("diff", args, {});
  }

  /** Adopts any tree; a stack is not needed. */
  adopt(...args: string[]): Promise<Said> {
    return runInWaitingProcess(["adopt", ...args], this.#environment({}));
  }

  /** Runs a command of the engine. `args` gets the path of the stack's file, which not every command accepts. */
  async pulumi(args: (file: string) => readonly string[], circumstances: Circumstances = {}): Promise<Said> {
    const file = await this.#writeConfig();
    return runProgram("pulumi", args(file), this.#environment(circumstances));
  }

  /** Runs the engine's own `up` or `preview`, as a person does who does not use our command. */
  pulumiAlone(verb: "up" | "preview", circumstances: Circumstances = {}): Promise<Said> {
    const more = verb === "up" ? ["--yes", "--skip-preview"] : [];
    const stack = ["--stack", this.stack, "--non-interactive"];
    return this.pulumi((file) => [verb, ...more, ...stack, "--config-file", file], circumstances);
  }

  /** Makes a stack that is not `dev`, as a person does once. `secrets`: what opens its secrets, a key of a cloud; default: the passphrase. */
  async makeStack(name: string, secrets?: string): Promise<Said> {
    const folder = await mkdtemp(path.join(this.folder, "project-"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: cloud-images\nruntime: nodejs\n");
    this.stack = name;
    const provider = secrets === undefined ? [] : ["--secrets-provider", secrets];
    const args = ["stack", "init", name, "--no-select", "--cwd", folder, ...provider];
    const said = await runProgram("pulumi", args, this.#environment({}));
    // without the lines about the key nobody opens the state again
    if (secrets !== undefined && said.exitCode === 0)
      await rename(path.join(folder, `Pulumi.${name}.yaml`), `${this.state}.yaml`);
    return said;
  }

  /** Runs `up`, and records the provider's operations in the order in which they end. */
  async upWatched(args: readonly string[] = []): Promise<{ said: Said; deeds: Deed[] }> {
    const deeds = path.join(this.folder, "deeds");
    await rm(deeds, { force: true });
    const said = await this.up(args, { task: { deeds } });
    return { said, deeds: await readDeeds(deeds) };
  }

  /** Runs `up`, or the engine's own where only that starts the process, and kills it. `struck`: whether the run came to that moment. */
  async upStruck(fault: Omit<Fault, "mark">, args: readonly string[] = []): Promise<{ said: Said; struck: boolean }> {
    const mark = path.join(this.folder, "struck");
    await rm(mark, { force: true });
    const task = { fault: { ...fault, mark } };
    const said = await (isAlone(fault) ? this.pulumiAlone("up", { task }) : this.up(args, { task }));
    return { said, struck: await hasStruck(mark) };
  }

  /** What a command would read now. */
  async facts(): Promise<StackFacts> {
    const configFile = await this.#writeConfig();
    return readFacts(readSettings({ stack: this.stack, configFile, backend: this.#stateUrl }));
  }

  get #stateUrl(): string {
    return this.backend?.url ?? pathToFileURL(this.state).href;
  }

  async #command(name: string, args: readonly string[], circumstances: Circumstances): Promise<Said> {
    const file = await this.#writeConfig();
    const given = [...args, "--stack", this.stack, "--config-file", file];
    return runIn(circumstances, { engine: this.engine, name, args: given, env: this.#environment(circumstances) });
  }

  async #writeConfig(): Promise<string> {
    const file = `${this.state}.yaml`;
    const config = {
      ...this.#config,
      ...(this.#config["channel"] === "daily" && { artifacts: this.artifacts }),
      mirror: { root: this.tree, staging: this.staging, ...(this.url !== undefined && { url: this.url }) },
    };
    await writeStackFile(file, config);
    return file;
  }

  #environment(circumstances: Circumstances): NodeJS.ProcessEnv {
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
