import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { hasStruck, readDeeds, type Deed, type Fault } from "../../faults/fault.ts";
import type { Circumstances, Engine } from "../command/circumstances.ts";
import { runInWaitingProcess } from "../command/command-processes.ts";
import { runProgram, type Said } from "../command/command.ts";
import { isAlone } from "../kills/kill.ts";
import { StackOnMachine } from "./stack-on-machine.ts";

/** A person who types commands on a machine with one stack. */
export class World extends StackOnMachine {
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

  up(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    return this.command("up", args, circumstances);
  }

  preview(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    const places = ["--save-plan", this.approval, "--markdown", `${this.state}.md`, "--html", `${this.state}.html`];
    return this.command("preview", [...places, ...args], circumstances);
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
    return this.command("explain", args, {});
  }

  /** Runs any command in a process of its own, as a person does. */
  type(name: string, ...args: string[]): Promise<Said> {
    return this.command(name, args, { ownProcess: true });
  }

  audit(...args: string[]): Promise<Said> {
    return this.command("audit", args, {});
  }

  decide(...args: string[]): Promise<Said> {
    return this.command("decide", args, {});
  }

  /** Writes its report beside the stack's file. */
  report(...args: string[]): Promise<Said> {
    return this.command("report", ["--markdown", `${this.state}.md`, "--html", `${this.state}.html`, ...args], {});
  }

  announce(args: readonly string[] = [], circumstances: Circumstances = {}): Promise<Said> {
    return this.command("announce", args, circumstances);
  }

  rebuild(...args: string[]): Promise<Said> {
    return this.command("rebuild", args, {});
  }

  diff(...args: string[]): Promise<Said> {
    return this.command("diff", args, {});
  }

  /** Adopts any tree; a stack is not needed. */
  adopt(...args: string[]): Promise<Said> {
    return runInWaitingProcess(["adopt", ...args], this.environment({}));
  }

  /** Runs a command of the engine. `args` gets the path of the stack's file, which not every command accepts. */
  async pulumi(args: (file: string) => readonly string[], circumstances: Circumstances = {}): Promise<Said> {
    const file = await this.writeConfig();
    return runProgram("pulumi", args(file), this.environment(circumstances));
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
    const said = await runProgram("pulumi", args, this.environment({}));
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
}
