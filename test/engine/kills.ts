import { afterAll, describe, expect, test } from "vitest";
import type { Deed, Fault } from "../faults/fault.ts";
import { expectExit, textOf } from "./said.ts";
import { World } from "./world.ts";

/** A run that is killed, and what came before it. */
export interface Story {
  name: string;
  /** Leads to the day before the run; ended by a run. */
  before: (world: World) => Promise<void>;
  /** Changes on the day of the run. */
  day: (world: World) => Promise<void>;
  /** The arguments of `up`. */
  args?: (world: World) => readonly string[];
}

/** The same, run as what a person approved. */
export const approved = ({ name, before, day }: Story): Story => ({
  name: `${name}, as it was approved,`,
  before,
  async day(world) {
    await day(world);
    expectExit(await world.approve(), 0);
  },
  args: ({ approval }) => ["--plan", approval],
});

const first = "20260701-2526";
const second = "20260702-2527";

async function publish(world: World, version: string, day: string): Promise<void> {
  world.day(day);
  await world.arrive(version);
  expectExit(await world.up(), 0);
}

export const stories = {
  firstSet: {
    name: "the publication of a first set",
    before: async () => undefined,
    day: (world) => world.arrive(first),
  },
  secondSet: {
    name: "the publication of a set over another",
    before: (world) => publish(world, first, "2026-07-01"),
    async day(world) {
      world.day("2026-07-02");
      await world.arrive(second);
    },
  },
  withdrawal: {
    name: "a withdrawal",
    async before(world) {
      await publish(world, first, "2026-07-01");
      await publish(world, second, "2026-07-02");
    },
    async day(world) {
      world.configure({ withdraw: { [second]: "it does not boot" } });
    },
  },
  deletion: {
    name: "a deletion",
    async before(world) {
      await publish(world, first, "2026-07-01");
      await publish(world, second, "2026-07-02");
      world.day("2026-07-15");
      expectExit(await world.up(), 0);
    },
    async day(world) {
      world.day("2026-10-29");
    },
  },
} as const satisfies Record<string, Story>;

/** What an undisturbed run of a story does, and the tree that it ends with. */
export interface Undisturbed {
  deeds: Deed[];
  tree: Map<string, string>;
}

/** Plays the story up to the run, saves that moment, and continues without faults. */
export async function tellUndisturbed(world: World, story: Story): Promise<Undisturbed> {
  await story.before(world);
  await story.day(world);
  await world.save();
  const { said, deeds } = await world.upWatched(story.args?.(world));
  expectExit(said, 0);
  expect(await world.settledProblems()).toEqual([]);
  return { deeds, tree: await world.fingerprint() };
}

export type Kill = Omit<Fault, "mark">;

export const victims = ["engine", "plugin", "host"] as const;

/** Each operation of the run before, during and after, with another victim each time. */
export function oneKillEach(deeds: readonly Deed[]): Kill[] {
  const moments = kindsOf(deeds).flatMap(({ kind, operation, changes }) => [
    { kind, operation, moment: "before" as const },
    ...(changes > 0 ? [{ kind, operation, moment: Math.ceil(changes / 2) }] : []),
    { kind, operation, moment: "after" as const },
  ]);
  return moments.map((moment, index) => ({ ...moment, victim: victims[index % victims.length] ?? "plugin" }));
}

/** The first deed of each operation on each kind of resource. */
export function kindsOf(deeds: readonly Deed[]): Deed[] {
  const kinds = Map.groupBy(deeds, ({ kind, operation }) => `${kind} ${operation}`);
  return [...kinds.values()].flatMap((alike) => alike.slice(0, 1));
}

/** One test for each of the kills that are chosen. */
export async function describeKills(story: Story, choose: (deeds: readonly Deed[]) => Kill[]): Promise<void> {
  const world = await World.begin();
  const undisturbed = await tellUndisturbed(world, story);
  describe(`${story.name} goes on after a kill of`, () => {
    afterAll(() => world.end());
    test.each(choose(undisturbed.deeds).map((kill) => ({ kill, where: nameOf(kill) })))("$where", async ({ kill }) => {
      expect(await killAndGoOn(world, kill, undisturbed, story), "the run was to be struck").toEqual([]);
    });
  });
}

/** Runs, is killed, and runs again. Returns the finding, or undefined if the run ended before the kill was due. */
export async function killAndGoOn(
  world: World,
  kill: Kill,
  { tree }: Undisturbed,
  { args }: Story,
): Promise<string[] | undefined> {
  await world.restore();
  const { said, struck } = await world.upStruck(kill, args?.(world));
  if (!struck) return undefined;
  const exposed = await world.publicProblems();
  const again = await world.up(args?.(world));
  const problems = [
    ...exposed.map((problem) => `after the kill: ${problem}`),
    ...(again.exitCode === 0 ? [] : [`the next run exits with ${String(again.exitCode)}`]),
    ...(await world.settledProblems()),
    ...differences(tree, await world.fingerprint()),
    ...(await world.leftRunning()).map((command) => `still running: ${command}`),
  ];
  return problems.length === 0 ? [] : [...problems, `killed run:\n${textOf(said)}`, `next run:\n${textOf(again)}`];
}

function differences(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string[] {
  const names = new Set([...wanted.keys(), ...found.keys()]);
  return [...names]
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `${name}: ${found.get(name) ?? "missing"}, undisturbed ${wanted.get(name) ?? "missing"}`);
}

export const nameOf = ({ kind, operation, moment, victim }: Kill): string =>
  typeof moment === "number"
    ? `the ${victim}, before change ${moment} of the disk by ${kind} ${operation}`
    : `the ${victim} ${moment} ${kind} ${operation}`;
