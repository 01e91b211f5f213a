import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatDay, type Day } from "../../images/model/day.ts";
import { imageName, memberOf, setDirectory, type Image, type Member } from "../../images/model/image.ts";
import { fileName } from "../../images/tree/files.ts";
import { plan } from "../../images/plan/plan.ts";
import type { Facts } from "../../images/plan/facts.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import { misnamed } from "../../stacks/publication/facts/tree/misnamed.ts";
import { memberNamed } from "../samples/samples.ts";
import type { DayEvent } from "../histories/events.ts";
import type { Run, Sight, World as HistoryWorld } from "../histories/world.ts";
import { actorKey, actorOf, killAfter, packagesVersion, playedPolicy } from "./actors.ts";
import { keysOf } from "./policy-keys.ts";
import { presentIn } from "./present.ts";
import { look } from "../engine/outside/outsider.ts";
import type { Said } from "../engine/command/command.ts";
import type { World } from "../engine/world/world.ts";

/** Plays a history in a real tree. */
export class TreeWorld implements HistoryWorld {
  readonly world: World;
  #policy: StackPolicy;
  /** The output of the last command. */
  said: Said | undefined;

  constructor(world: World, policy: StackPolicy) {
    this.world = world;
    this.#policy = playedPolicy(policy);
  }

  policy(): StackPolicy {
    return this.#policy;
  }

  async happen(event: DayEvent): Promise<void> {
    switch (event.kind) {
      case "arrives":
        return this.#arrive(event);
      case "artifacts vanish":
        return this.world.removeArtifacts();
      case "damaged":
        return this.#move(this.#archive(event), this.#aside(event));
      case "intact again":
        return this.#bringBack(event);
      case "foreign":
        return this.#makeForeign(event);
      case "foreign removed":
        return rm(this.world.path(event.directory), { recursive: true, force: true });
      default:
        this.#decide(event);
    }
  }

  /** Changes a setting of the stack's file. Settings of clouds and of releases are not played. */
  #decide(event: DayEvent): void {
    const { withdraw, acceptFlaky, retention } = this.#policy;
    switch (event.kind) {
      case "withdraw":
        this.#configure({ withdraw: { ...withdraw, [actorKey(event.key)]: event.reason } });
        break;
      case "withdraw key removed": {
        const kept = Object.entries(withdraw).filter(([key]) => key !== actorKey(event.key));
        this.#configure({ withdraw: Object.fromEntries(kept) });
        break;
      }
      case "accept flaky":
        this.#configure({ acceptFlaky: [...acceptFlaky, actorKey(event.key)] });
        break;
      case "keep":
        this.#configure({ retention: { ...retention, keep: event.sets } });
        break;
      case "max deletions":
        this.#configure({ retention: { ...retention, maxDeletions: event.limit } });
        break;
      default:
    }
  }

  #configure(change: Partial<StackPolicy>): void {
    this.#policy = { ...this.#policy, ...change };
  }

  async #arrive({ version, member, bytes, packages, outcomes }: Extract<DayEvent, { kind: "arrives" }>): Promise<void> {
    await this.world.arrive(version, [actorOf(member)], {
      packagesOf: packagesVersion(packages),
      ...(bytes > 1 && { seed: `bytes ${bytes}` }),
      ...(outcomes[0] === "failed for good" && { broken: "wrong digest" as const }),
    });
  }

  #image({ version, member }: { version: Version; member: Member }): Image {
    return { suite: "trixie", channel: "daily", ...memberNamed(actorOf(member)), version };
  }

  #archive(place: { version: Version; member: Member }): string {
    const image = this.#image(place);
    return path.join(this.world.tree, setDirectory(image), fileName(image, "tar.xz"));
  }

  #aside(place: { version: Version; member: Member }): string {
    return path.join(this.world.folder, "aside", fileName(this.#image(place), "tar.xz"));
  }

  /** Brings an archive back, unless its image was deleted or withdrawn meanwhile; its record may still be there. */
  async #bringBack(place: { version: Version; member: Member }): Promise<void> {
    const name = imageName(this.#image(place));
    const { sets } = await this.facts();
    const recorded = sets.flatMap(({ images }) => images).find((image) => image.name === name);
    const phase = recorded?.targets["mirror"]?.phase ?? "gone";
    if (phase !== "gone" && phase !== "withdrawn") await this.#move(this.#aside(place), this.#archive(place));
  }

  /** Moves a file; does nothing where it is absent, or where a run moved it meanwhile. */
  async #move(from: string, to: string): Promise<void> {
    await mkdir(path.join(this.world.folder, "aside"), { recursive: true });
    await rename(from, to).catch(() => undefined);
  }

  async #makeForeign({ directory, version, members }: Extract<DayEvent, { kind: "foreign" }>): Promise<void> {
    const folder = this.world.path(directory);
    await mkdir(folder, { recursive: true });
    const names = (members ?? []).map((member) =>
      version === null ? "README" : fileName(this.#image({ version, member }), "qcow2"),
    );
    for (const name of ["NOTES", ...names]) await writeFile(path.join(folder, name), "made by hand\n");
  }

  async facts(): Promise<Facts> {
    const { publications } = await this.world.facts();
    const [publication] = publications;
    if (publication === undefined) throw new Error("the stack has one publication");
    return publication.facts;
  }

  async run(day: Day, killedAfter: number | null): Promise<Run> {
    this.#tell(day, []);
    const facts = await this.facts();
    // a key that names an image before it arrives would stop the run
    this.#tell(
      day,
      misnamed([{ facts, policy: this.#policy }]).map(({ value }) => value),
    );
    const wanted = plan(facts, this.#policy, day);
    const kill = killedAfter === null ? undefined : killAfter(killedAfter, this.world.engine);
    this.said = kill === undefined ? await this.world.up() : (await this.world.upStruck(kill)).said;
    const twice = this.said.stdout.includes("planning again from the records");
    const planned = twice ? plan(await this.facts(), this.#policy, day) : wanted;
    return { plan: planned, complete: this.said.exitCode === 0 || this.said.exitCode === 3 };
  }

  #tell(day: Day, unnamed: readonly string[]): void {
    this.world.configure({ now: formatDay(day), ...keysOf(this.#policy, unnamed) });
  }

  async look(): Promise<Sight> {
    const { channels } = await look(this.world.tree);
    const channel = channels.find(({ directory }) => directory === "trixie/daily");
    const pointers = new Map<Member, Version>();
    const intact = new Set<string>();
    for (const [version, { record, files }] of channel?.sets ?? []) {
      for (const image of record.images) {
        if (image.files.every(({ name, sha512 }) => files.get(name) === sha512)) intact.add(image.name);
        const link = `debian-13-${image.vendor}-${image.arch}-daily.tar.xz`;
        if (channel?.latest?.links.get(link)?.startsWith(`${version}/`) === true)
          pointers.set(memberOf(image), record.version);
      }
    }
    return {
      pointers: new Map([["mirror", pointers]]),
      intact: new Map([["mirror", intact]]),
      present: new Map([["mirror", await presentIn(this.world)]]),
    };
  }
}
