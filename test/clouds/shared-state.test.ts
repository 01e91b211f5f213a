import { expect, test } from "vitest";
import { formatDay, dayOfDate } from "../../images/model/day.ts";
import { expectExit, textOf } from "../engine/said.ts";
import { World } from "../engine/world.ts";
import { makeBucket } from "../peers/moto/bucket.ts";
import { emptyMoto } from "./moto.ts";

/** Today's: only a state in a folder may have another clock. */
const version = `${formatDay(dayOfDate(new Date())).replaceAll("-", "")}-2526`;

test("a run whose state is in a bucket is continued after a kill: its lock goes, what it made is found again", async () => {
  const world = await World.ofTest({ now: undefined });
  world.backend = await makeBucket(await emptyMoto(), "states");
  await world.arrive(version);
  const { said: first, struck } = await world.upStruck({
    kind: "Version",
    operation: "create",
    moment: "before",
    victim: "engine",
  });
  expect(struck, textOf(first)).toBe(true);
  const said = await world.up();
  expectExit(said, 0);
  expect(textOf(said)).toMatch(/unlocked: process \d+ of .* has ended/);
  expect(await world.settledProblems()).toEqual([]);
});
