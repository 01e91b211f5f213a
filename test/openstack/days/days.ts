import { expect } from "vitest";
import { addDays, formatDay, type Day } from "../../../images/model/day.ts";
import { day as dayOf } from "../../samples/samples.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { kindsOf, nameOf, victims, type Kill } from "../../engine/kills/kill.ts";
import { expectExit, textOf } from "../../engine/command/said.ts";
import { CloudStory } from "../publication/story.ts";
import { foundBy, openBy, saidBy, type Sight } from "./sight.ts";

/** What is unusual on a day. On a usual day both images are built. */
export type Deed =
  { kind: "no build" } | { kind: "the best-effort image is broken" } | { kind: "the image before is withdrawn" };

const images = ["generic/amd64", "genericcloud/amd64"] as const;
const [required, bestEffort] = images;
const target = "openstack-daily";

/**
 * A daily channel in a project of a real Glance, day by day. An image is hidden on the day after it was superseded, and deleted from the
 * cloud two days later: after a week there is an image in every phase on each day.
 */
export class Days {
  readonly story: CloudStory;
  readonly #stranger: Connection;
  readonly #owner: string;
  #day: Day = dayOf("2026-07-01");
  #versions: string[] = [];
  #withdrawn: Record<string, string> = {};
  /** Every id that a stranger found so far. */
  readonly #known = new Set<string>();
  /** How often an image was found listed, hidden, or not any more. */
  readonly seen = { listed: 0, hidden: 0, "not any more": 0 };

  private constructor(story: CloudStory, stranger: Connection, owner: string) {
    this.story = story;
    this.#stranger = stranger;
    this.#owner = owner;
  }

  static async begin(): Promise<Days> {
    const story = await CloudStory.begin();
    story.world.configure({
      expect: { required: [required], bestEffort: [bestEffort] },
      retention: { hideAfter: "1 day", overlap: "0 days", deleteAfter: { clouds: "3 days", mirror: "5 days" } },
      targets: { openstack: [{ cloud: "daily", visibility: "community", required: true }] },
    });
    const owned = await story.projects.connection("daily");
    owned.close();
    return new Days(story, await story.projects.connection("outsider"), owned.project.id);
  }

  async end(): Promise<void> {
    this.#stranger.close();
    await this.story.end();
  }

  /** Plays a day on which nothing is killed. */
  async pass(deed?: Deed): Promise<void> {
    await this.#dawn(deed);
    expectExit(await this.story.world.up(), deed?.kind === "the best-effort image is broken" ? 3 : 0);
    await this.#agree();
  }

  /** Plays a day on which a run is killed, and the next one continues. */
  async passKilled(kill: Kill): Promise<void> {
    await this.#dawn();
    const { said, struck } = await this.story.world.upStruck(kill);
    expect(struck, `${nameOf(kill)} was to be killed:\n${textOf(said)}`).toBe(true);
    const between = await this.#found();
    expectExit(await this.story.world.up(), 0);
    const after = await this.#agree();
    // between the runs a stranger found only images that passed, or that are deleted now
    const shown = new Set(after.map(({ id, sha512 }) => `${id} ${sha512}`));
    const gone = new Set((await this.story.index()).removed.map(({ image }) => image));
    expect(between.filter(({ name, id, sha512 }) => !shown.has(`${id} ${sha512}`) && !gone.has(name))).toEqual([]);
  }

  /** Plays a usual day. Returns kills before and after each kind of operation that the day had; the process that dies changes. */
  async kills(): Promise<Kill[]> {
    await this.#dawn();
    const { said, deeds } = await this.story.world.upWatched();
    expectExit(said, 0);
    await this.#agree();
    const moments = kindsOf(deeds).flatMap(({ kind, operation }) =>
      (["before", "after"] as const).map((moment) => ({ kind, operation, moment })),
    );
    return moments.map((moment, index) => ({ ...moment, victim: victims[index % victims.length] ?? "command" }));
  }

  async #dawn(deed?: Deed): Promise<void> {
    const { world } = this.story;
    this.#day = addDays(this.#day, 1);
    world.day(formatDay(this.#day));
    await world.removeArtifacts();
    if (deed?.kind === "the image before is withdrawn") {
      this.#withdrawn = { ...this.#withdrawn, [`${this.#versions.at(-1)}/${bestEffort}`]: "it does not boot" };
      world.configure({ withdraw: this.#withdrawn });
    }
    if (deed?.kind === "no build") return;
    const version = `${formatDay(this.#day).replaceAll("-", "")}-${2526 + this.#versions.length}`;
    this.#versions.push(version);
    await world.arrive(version, [required]);
    const isBroken = deed?.kind === "the best-effort image is broken";
    await world.arrive(version, [bestEffort], isBroken ? { broken: "wrong digest" } : {});
  }

  /** Expects that a stranger finds just what the index says, by lists and by ids. Returns that. */
  async #agree(): Promise<Sight[]> {
    const found = await this.#found();
    expect(found, formatDay(this.#day)).toEqual(saidBy(await this.story.index(), target));
    const open = await openBy(this.#stranger, this.#known);
    expect(open, formatDay(this.#day)).toEqual(found.map(({ id }) => id).toSorted());
    for (const { seen } of found) this.seen[seen] += 1;
    this.seen["not any more"] += this.#known.size - open.length;
    return found;
  }

  /** What a stranger finds. Expects that no two images have one name. */
  async #found(): Promise<Sight[]> {
    const found = await foundBy(this.#stranger, this.#owner);
    for (const { id } of found) this.#known.add(id);
    expect(new Set(found.map(({ name }) => name)).size, JSON.stringify(found, null, 1)).toBe(found.length);
    return found;
  }
}
