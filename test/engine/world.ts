import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import type { Member } from "../../images/model/image.ts";
import { readFacts, type StackFacts as Seen } from "../../stacks/publication/facts/tree/index.ts";
import { readSettings } from "../../tools/engine/stack-file.ts";
import { deedSchema, taskVariable, type Deed, type Fault, type Task } from "../faults/fault.ts";
import { copyArtifact, type Arrival } from "./artifacts.ts";
import { runCommand, runProgram, type Hearer, type Said } from "./command.ts";
import { copyFolder } from "./copy-folder.ts";
import { writeStackFile } from "./stack-file.ts";
import { killRunning, leftRunning, worldVariable } from "./processes.ts";
import { fingerprint, publicProblems, settledProblems } from "./invariants.ts";

/** Small files, without raw and qcow2, for tests that are not about the formats. */
export const members = ["ec2/amd64", "ec2/arm64", "raspi/arm64"] as const satisfies Member[];

const defaults = {
  role: "publication",
  suite: "trixie",
  channel: "daily",
  expect: { required: ["ec2/*"], bestEffort: ["raspi/*"] },
  dailyPublish: "always",
  now: "2026-07-01",
};

/** How a command runs beside what its arguments say. */
export interface Circumstances {
  /** Modules of the project that are replaced in this run, each with its replacement; both relative to the project. */
  modules?: Readonly<Record<string, string>>;
  task?: Task;
  hear?: Hearer;
}

/** Who carries out an `up`: Pulumi's engine by our command, or in a tenth of the time the small engine of test/program. */
export type Engine = "pulumi" | "small";

/** A server that keeps the engine's state: its URL, and what else the engine needs to enter it. */
export interface Backend {
  url: string;
  env: Readonly<Record<string, string>>;
}

const withTask: Readonly<Record<string, string>> = { "provider/index.ts": "test/faults/provider.ts" };
const smallUp = path.join(import.meta.dirname, "../program/up.ts");
const preload = pathToFileURL(path.join(import.meta.dirname, "../variants/preload.ts")).href;

/** One machine with its builds, tree, staging and state, and a person who types commands. */
export class World {
  readonly folder: string;
  /** Of this stack alone; a second stack on the same tree has another. */
  readonly state: string;
  /** Where the state is instead of that folder: on a server. */
  backend: Backend | undefined;
  /** `dev`, which the commands make by themselves, unless a test has made another. */
  stack = "dev";
  readonly engine: Engine;
  readonly #config: Record<string, unknown>;

  private constructor(folder: string, state: string, config: Record<string, unknown>, engine: Engine) {
    this.folder = folder;
    this.engine = engine;
    this.state = path.join(folder, state);
    this.mirror = path.join(folder, "mirror");
    this.#config = { ...defaults, ...config };
  }

  /** On the first of July. `config` has the stack's keys without their namespace. */
  static async begin(
    config: Record<string, unknown> = {},
    { root = tmpdir(), engine = "pulumi" }: { root?: string; engine?: Engine } = {},
  ): Promise<World> {
    const folder = await mkdtemp(path.join(root, "cloud-images-world-"));
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

  /** Another stack over the same tree. */
  async beside(name: string, config: Record<string, unknown>): Promise<World> {
    const world = new World(this.folder, name, config, this.engine);
    await mkdir(world.state);
    return world;
  }

  async end(): Promise<void> {
    for (const folder of [this.folder, this.#saved]) await rm(folder, { recursive: true, force: true });
  }

  get artifacts(): string {
    return path.join(this.folder, "artifacts");
  }

  /** Where readers get the tree, if anybody serves it. */
  url: string | undefined;

  /** Holds tree and staging: on a file system of its own, or somewhere else, where a test needs that. */
  mirror: string;

  get tree(): string {
    return path.join(this.mirror, "tree");
  }

  get staging(): string {
    return path.join(this.mirror, "staging");
  }

  get #saved(): string {
    return `${this.folder}.saved`;
  }

  /** In the channel's directory: `latest`. */
  path(...names: string[]): string {
    const { suite, channel } = this.#config;
    return path.join(this.tree, String(suite), channel === "daily" ? "daily" : "", ...names);
  }

  configure(keys: Record<string, unknown>): void {
    Object.assign(this.#config, keys);
  }

  /** The clock from now on: `2026-07-15`. */
  day(now: string): void {
    this.configure({ now });
  }

  /** Builds of these images arrive. */
  async arrive(version: string, images: readonly Member[] = members, how: Omit<Arrival, "version" | "member"> = {}) {
    for (const member of images) await copyArtifact({ version, member, ...how }, this.artifacts);
  }

  async removeArtifacts(): Promise<void> {
    await rm(this.artifacts, { recursive: true });
    await mkdir(this.artifacts);
  }

  up(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    return this.#command("up", args, circumstances);
  }

  preview(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    const places = ["--save-plan", this.approval, "--markdown", `${this.state}.md`, "--html", `${this.state}.html`];
    return this.#command("preview", [...places, ...args], circumstances);
  }

  /** Where a preview leaves what it showed. */
  get approval(): string {
    return `${this.state}.plan.json`;
  }

  /** What a person does who approves: looks at the preview, and names its file. */
  approve(circumstances: Circumstances = {}): Promise<Said> {
    return this.preview([], circumstances);
  }

  upApproved(circumstances: Circumstances = {}): Promise<Said> {
    return this.up(["--plan", this.approval], circumstances);
  }

  /** Both steps of a release: the preview, and the run of what it showed; answers what ended it. */
  async publishRelease(circumstances: Circumstances = {}): Promise<Said> {
    // the small engine asks for no approval
    if (this.engine === "small") return this.up([], circumstances);
    const previewed = await this.approve(circumstances);
    return previewed.exitCode === 1 ? previewed : this.upApproved(circumstances);
  }

  explain(...args: string[]): Promise<Said> {
    return this.#command("explain", args, {});
  }

  audit(...args: string[]): Promise<Said> {
    return this.#command("audit", args, {});
  }

  announce(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    return this.#command("announce", args, circumstances);
  }

  rebuild(...args: string[]): Promise<Said> {
    return this.#command("rebuild", args, {});
  }

  /** Of any tree: it needs no stack. */
  adopt(...args: string[]): Promise<Said> {
    return runCommand(["adopt", ...args], this.#environment({}));
  }

  /** Runs the engine directly. `args` gets the path of the stack's file, which not every command accepts. */
  async pulumi(args: (file: string) => readonly string[], circumstances: Circumstances = {}): Promise<Said> {
    const file = await this.#writeConfig();
    return runProgram("pulumi", args(file), this.#environment(circumstances));
  }

  /** Makes a stack that is not `dev`, as a person does once. What the engine writes beside its project is left behind. */
  async makeStack(name: string): Promise<Said> {
    const folder = await mkdtemp(path.join(this.folder, "project-"));
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: cloud-images\nruntime: nodejs\n");
    this.stack = name;
    return runProgram("pulumi", ["stack", "init", name, "--no-select", "--cwd", folder], this.#environment({}));
  }

  /** What the provider does in an `up`, in the order of its ends. */
  async upWatched(args: readonly string[] = []): Promise<{ said: Said; deeds: Deed[] }> {
    const deeds = path.join(this.folder, "deeds");
    await rm(deeds, { force: true });
    const said = await this.up(args, { task: { deeds } });
    const lines = (await readFile(deeds, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
    return { said, deeds: lines.map((line) => deedSchema.parse(JSON.parse(line))) };
  }

  /** An `up` in which something is killed; and whether it came to that. */
  async upStruck(fault: Omit<Fault, "mark">, args: readonly string[] = []): Promise<{ said: Said; struck: boolean }> {
    const mark = path.join(this.folder, "struck");
    await rm(mark, { force: true });
    const said = await this.up(args, { task: { fault: { ...fault, mark } } });
    const struck = (await readFile(mark, "utf8").catch(() => "")) !== "";
    return { said, struck };
  }

  /** What a command would read now. */
  async facts(): Promise<Seen> {
    const { stack, state } = this;
    const configFile = await this.#writeConfig();
    const backend = this.backend?.url ?? pathToFileURL(state).href;
    return readFacts(readSettings({ stack, configFile, backend }));
  }

  /** Processes that outlived their command. */
  leftRunning(): Promise<string[]> {
    return leftRunning(this.folder);
  }

  /** All of a command that runs, and of what it started. */
  kill(): Promise<void> {
    return killRunning(this.folder);
  }

  publicProblems(): Promise<string[]> {
    return publicProblems(this.tree);
  }

  settledProblems(): Promise<string[]> {
    return settledProblems(this.tree, this.staging);
  }

  /** Every path of the tree with what it is. */
  fingerprint(): Promise<Map<string, string>> {
    return fingerprint(this.tree);
  }

  /** Keeps what the machine holds now, to be had again by `restore`, any number of times, at the same paths. */
  async save(): Promise<void> {
    await copyFolder(this.folder, this.#saved);
  }

  async restore(): Promise<void> {
    await copyFolder(this.#saved, this.folder);
  }

  async #command(name: string, args: readonly string[], circumstances: Circumstances): Promise<Said> {
    const file = await this.#writeConfig();
    const given = [...args, "--stack", this.stack, "--config-file", file];
    const env = this.#environment(circumstances);
    return name === "up" && this.engine === "small"
      ? runProgram(process.execPath, [smallUp, ...given], env, circumstances.hear)
      : runCommand([name, ...given], env, circumstances.hear);
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

  #environment({ modules = {}, task }: Circumstances): NodeJS.ProcessEnv {
    const instead = task === undefined ? modules : { ...modules, ...withTask };
    return {
      ...process.env,
      PULUMI_BACKEND_URL: this.backend?.url ?? pathToFileURL(this.state).href,
      PULUMI_CONFIG_PASSPHRASE: "",
      XDG_STATE_HOME: path.join(this.folder, "state-home"),
      ...this.backend?.env,
      [worldVariable]: this.folder,
      ...(Object.keys(instead).length > 0 && {
        NODE_OPTIONS: `--import=${preload}`,
        CLOUD_IMAGES_TEST_MODULES: JSON.stringify(instead),
        [taskVariable]: JSON.stringify(task ?? {}),
      }),
    };
  }
}
