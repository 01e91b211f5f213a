import { rm } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../../images/model/errors.ts";
import type { Member } from "../../images/model/image.ts";
import { createProvider } from "../../provider/index.ts";
import { makeWorld, type World } from "../../provider/mirror/world.fixture.ts";
import { subjectOf } from "../../targets/subject.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import { readSettings } from "../../tools/engine/stack-file.ts";
import { readPublications, type Publications } from "../../tools/publications.ts";
import { leftForLater } from "../../tools/up/left-for-later.ts";
import { writeStackFile } from "../engine/world/stack-file.ts";
import { makeBuild, otherDigest } from "./build.ts";
import { Connections } from "./line.ts";
import type { State } from "../program/program-run.ts";
import { runPublications } from "../program/publications-run.ts";
import type { DaysCloud, Sight } from "./sight.ts";

/** How a run ended. */
interface Ended {
  failures: readonly string[];
  /** The creates, updates and deletions that it did. */
  deeds: readonly string[];
  /** Whether it was killed, which is that its connections were cut. */
  killed: boolean;
}

/** What a run has read before it begins. */
interface Planned {
  settings: ReturnType<typeof readSettings>;
  read: Publications;
}

/** A stack of one channel, with its tree, its clouds and its state. The whole program runs there, except the engine. */
export class DaysStack {
  readonly clouds: readonly DaysCloud[];
  readonly world: World;
  readonly connections: Connections;
  readonly channel: ChannelIdentity;
  readonly #name: string;
  readonly #config: Record<string, unknown>;
  #state: State = new Map();
  /** The warnings of the provider. */
  readonly said: string[] = [];

  constructor(
    { world, connections }: { world: World; connections: Connections },
    clouds: Readonly<Record<string, DaysCloud>>,
    config: ChannelIdentity & Record<string, unknown>,
  ) {
    this.world = world;
    this.connections = connections;
    this.clouds = Object.values(clouds);
    this.channel = { suite: config.suite, channel: config.channel };
    this.#name = `${config.suite}-${config.channel}`;
    this.#config = {
      role: "publication",
      ...config,
      ...(config.channel === "daily" && { artifacts: path.join(world.root, "artifacts") }),
      mirror: { root: world.tree, staging: world.staging },
      targets: Object.fromEntries(Object.entries(clouds).map(([cloud, { settings }]) => [cloud, settings])),
    };
  }

  /** Lets this process, and those that it starts, find the clouds. */
  connect(): void {
    for (const { environment } of this.clouds) Object.assign(process.env, environment);
  }

  /** The stack's file as the engine takes it. */
  get engineConfig(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.#config).map(([key, value]) => [`cloud-images:${key}`, value]));
  }

  configure(keys: Record<string, unknown>): void {
    Object.assign(this.#config, keys);
  }

  /** Runs as `npm run up` does: where a gate closed, it plans again without that set; and it does what the first pass left for later. */
  async up(killedAfter = Infinity): Promise<Ended> {
    this.connect();
    const before = await this.#read();
    const first = await this.#once(before, killedAfter);
    if (first.killed) return first;
    const isClosed = first.failures.some((failure) => failure.startsWith("gate closed"));
    const after = await this.#read();
    if (!isClosed && leftForLater(after.read).length === 0) return first;
    const second = await this.#once(after, Infinity);
    return { ...second, deeds: [...first.deeds, ...second.deeds] };
  }

  /** Runs with credentials of another account, once for each cloud that can have them. Returns what was not refused. */
  async upAsStranger(): Promise<string[]> {
    const found: string[] = [];
    for (const cloud of this.clouds) {
      if (cloud.stranger === undefined) continue;
      cloud.stranger(true);
      const message = await this.up().then(() => "it succeeded", messageOf);
      cloud.stranger(false);
      if (!/expected \d+/.test(message)) found.push(`credentials of another account: ${message}`);
    }
    return found;
  }

  /** How many resources of one image the state has at most, its component included. */
  get mostOfAnImage(): number {
    const images = [...this.#state.values()].map((held) => subjectOf(held)).filter((subject) => subject.of === "image");
    return 1 + Math.max(0, ...[...Map.groupBy(images, ({ image }) => image).values()].map(({ length }) => length));
  }

  look(): Sight[] {
    return this.clouds.map((cloud) => cloud.look());
  }

  /** The images for which a set waits, each as `target member`. */
  required(members: readonly Member[]): string[] {
    return this.clouds.flatMap(({ takes, required }) =>
      members
        .filter((member) => member.startsWith(`${takes}/`))
        .flatMap((member) => required.map((target) => `${target} ${member}`)),
    );
  }

  downTargets(): ReadonlySet<string> {
    return new Set(this.clouds.flatMap(({ bestEffort }) => bestEffort));
  }

  async end(): Promise<void> {
    for (const cloud of this.clouds) {
      for (const name of Object.keys(cloud.environment)) Reflect.deleteProperty(process.env, name);
      await cloud.end();
    }
  }

  async #read(): Promise<Planned> {
    const configFile = path.join(this.world.root, `Pulumi.${this.#name}.yaml`);
    await writeStackFile(configFile, this.#config);
    const settings = readSettings({ stack: this.#name, configFile, backend: pathToFileURL(this.world.root).href });
    const read = await readPublications(settings);
    if (read.refusals.length > 0) throw new UserError(...read.refusals);
    return { settings, read };
  }

  async #once({ settings, read }: Planned, killedAfter: number): Promise<Ended> {
    const provider = await this.#provider();
    this.connections.cutAfter(killedAfter);
    try {
      const { state, failures, deeds } = await runPublications(read, settings, {
        stack: this.#name,
        state: this.#state,
        provider,
        isKilled: () => this.connections.isCut,
        done: () => this.connections.seen(),
      });
      this.#state = state;
      const killed = this.connections.isCut;
      return { failures: failures.map(messageOf), deeds, killed };
    } finally {
      await provider.cancel();
      this.connections.mend();
    }
  }

  async #provider() {
    const process = {};
    for (const cloud of this.clouds) cloud.share(process);
    const provider = createProvider({ report: () => undefined, warn: (_urn, text) => this.said.push(text) }, process);
    const { tree, staging } = this.world;
    await provider.configure({ tree, staging, jobs: 2 });
    return provider;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A machine with a tree, at which builds arrive, and its connections to the clouds. */
export class DaysWorld {
  readonly world: World;
  readonly connections = new Connections();

  private constructor(world: World) {
    this.world = world;
  }

  static async begin(): Promise<DaysWorld> {
    return new DaysWorld(await makeWorld());
  }

  /** Builds of dailies arrive. The manifests of those in `broken` name another digest than the build has. */
  async arrive(version: string, members: readonly Member[], broken: readonly Member[] = []): Promise<void> {
    const folder = path.join(this.world.root, "artifacts");
    for (const member of members)
      await makeBuild(version, member, folder, broken.includes(member) ? otherDigest : undefined);
  }

  async removeArtifacts(): Promise<void> {
    await rm(path.join(this.world.root, "artifacts"), { recursive: true, force: true });
  }

  async end(): Promise<void> {
    await this.connections.end();
    await this.world.end();
  }
}
