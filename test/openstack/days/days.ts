import { expect } from "vitest";
import { addDays, formatDay, type Day } from "../../../images/model/day.ts";
import { day as dayOf } from "../../samples/samples.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { kindsOf, nameOf, victims, type Kill } from "../../engine/kill.ts";
import { expectExit, textOf } from "../../engine/said.ts";
import { CloudStory } from "../publication/story.ts";
import { foundBy, openBy, saidBy, type Sight } from "./sight.ts";

/** The exceptions of a day; usually both images are built. */
export type Deed =
  { kind: "no build" } | { kind: "the best-effort image is broken" } | { kind: "the image before is withdrawn" };

export const images = ["generic/amd64", "genericcloud/amd64"] as const;
const [required, bestEffort] = images;
const target = "openstack-daily";

/**
 * A daily channel, day by day, in a project of a real Glance. An image is hidden the day after it was superseded, and gone
 * from the cloud two days later: after a week each day has an image in every phase.
 */
export class Days {
  readonly story: CloudStory;
  readonly #stranger: Connection;
  readonly #owner: string;
  #day: Day = dayOf("2026-07-01");
  #versions: string[] = [];
  #withdrawn: Record<string, string> = {};
  /** Every id that a stranger ever found. */
  readonly #known = new Set<string>();
  /** In how many ways an image was found. */
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

  /** A day on which nothing is killed. */
  async pass(deed?: Deed): Promise<void> {
    await this.#dawn(deed);
    expectExit(await this.story.world.up(), deed?.kind === "the best-effort image is broken" ? 3 : 0);
    await this.#agree();
  }

  /** A day on which a run is killed, and the next one continues. */
  async passKilled(kill: Kill): Promise<void> {
    await this.#dawn();
    const { said, struck } = await this.story.world.upStruck(kill);
    expect(struck, `${nameOf(kill)} was to be killed:\n${textOf(said)}`).toBe(true);
    const between = await this.#found();
    expectExit(await this.story.world.up(), 0);
    const after = await this.#agree();
    // whatever could be had in between had been let through
    const shown = new Set(after.map(({ id, sha512 }) => `${id} ${sha512}`));
    const gone = new Set((await this.story.index()).removed.map(({ image }) => image));
    expect(between.filter(({ name, id, sha512 }) => !shown.has(`${id} ${sha512}`) && !gone.has(name))).toEqual([]);
  }

  /** A usual day; answers every kill before and after each operation that the day had, each with another victim. */
  async kills(): Promise<Kill[]> {
    await this.#dawn();
    const { said, deeds } = await this.story.world.upWatched();
    expectExit(said, 0);
    await this.#agree();
    const moments = kindsOf(deeds).flatMap(({ kind, operation }) =>
      (["before", "after"] as const).map((moment) => ({ kind, operation, moment })),
    );
    return moments.map((moment, index) => ({ ...moment, victim: victims[index % victims.length] ?? "plugin" }));
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

  /** What a stranger finds is what the index says, no more and no less, by lists and by ids. */
  async #agree(): Promise<Sight[]> {
    const found = await this.#found();
    expect(found, formatDay(this.#day)).toEqual(saidBy(await this.story.index(), target));
    const open = await openBy(this.#stranger, this.#known);
    expect(open, formatDay(this.#day)).toEqual(found.map(({ id }) => id).toSorted());
    for (const { seen } of found) this.seen[seen] += 1;
    this.seen["not any more"] += this.#known.size - open.length;
    return found;
  }

  /** Never two of one name. */
  async #found(): Promise<Sight[]> {
    const found = await foundBy(this.#stranger, this.#owner);
    for (const { id } of found) this.#known.add(id);
    expect(new Set(found.map(({ name }) => name)).size, JSON.stringify(found, null, 1)).toBe(found.length);
    return found;
  }
}
