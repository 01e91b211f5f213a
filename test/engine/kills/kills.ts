import { afterAll, describe, expect, test } from "vitest";
import { differences, nameOf, type Kill, type Undisturbed } from "./kill.ts";
import { beginPublished, first, second } from "../world/published.ts";
import { describeRedone } from "./redone.ts";
import { expectExit, textOf } from "../command/said.ts";
import { World } from "../world/world.ts";

/** A run that is killed, with what came before it. */
interface Story {
  name: string;
  /** Leads to the day before the run, and ends that day with a run. */
  begin: () => Promise<World>;
  /** What changes on the day of the run. */
  day: (world: World) => Promise<void>;
  /** The arguments of `up`. */
  args?: (world: World) => readonly string[];
}

/** The same story, in which a person approves the run first. */
export const approved = ({ name, begin, day }: Story): Story => ({
  name: `${name}, as it was approved,`,
  begin,
  async day(world) {
    await day(world);
    expectExit(await world.preview(), 0);
  },
  args: ({ approval }) => ["--plan", approval],
});

export const stories = {
  firstSet: {
    name: "the publication of a first set",
    begin: () => World.begin(),
    day: (world) => world.arrive(first),
  },
  secondSet: {
    name: "the publication of a set over another",
    begin: () => beginPublished(1),
    async day(world) {
      world.day("2026-07-02");
      await world.arrive(second);
    },
  },
  withdrawal: {
    name: "a withdrawal",
    begin: () => beginPublished(2),
    async day(world) {
      world.configure({ withdraw: { [second]: "it does not boot" } });
    },
  },
  deletion: {
    name: "a deletion",
    async begin() {
      const world = await beginPublished(2);
      world.day("2026-07-15");
      expectExit(await world.up(), 0);
      return world;
    },
    async day(world) {
      world.day("2026-10-29");
    },
  },
} as const satisfies Record<string, Story>;

/** Plays the day up to the run, saves that moment, and continues without faults. */
export async function tellUndisturbed(world: World, story: Story): Promise<Undisturbed> {
  await story.day(world);
  await world.save();
  const { said, deeds } = await world.upWatched(story.args?.(world));
  expectExit(said, 0);
  expect(await world.settledProblems()).toEqual([]);
  return { deeds, tree: await world.fingerprint() };
}

/**
 * Makes a test of each of these kills of a real run, and tests without the engine (redone.ts) in which each operation of the run is
 * killed before, during and after it. What the engine does after a kill depends on the operation and on the process that died, not on
 * the kind of the resource; what our provider does depends on the kind. `npm run test:long` has every kill of a real run.
 *
 * @param kinds the kinds of resources whose operations are killed without the engine; default: all. Others are in another story
 */
export async function describeKills(story: Story, kills: readonly Kill[], kinds?: readonly string[]): Promise<void> {
  const world = await story.begin();
  world.policyPack = false;
  const undisturbed = await tellUndisturbed(world, story);
  // an approved run does what the same run does otherwise
  if (story.args === undefined) await describeRedone(story.name, world, undisturbed, kinds);
  afterAll(() => world.end());
  if (kills.length === 0) return;
  describe(`${story.name} goes on after a kill of`, () => {
    test.each(kills.map((kill) => ({ kill, where: nameOf(kill) })))("$where", async ({ kill }) => {
      expect(await killAndGoOn(world, kill, undisturbed, story), "the run was to be struck").toEqual([]);
    });
  });
}

/** Kills a run, and runs again. Returns what is wrong then; undefined where the run ended before the kill was due. */
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
