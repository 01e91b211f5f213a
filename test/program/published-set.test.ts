import { rename } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { beginPublished, first } from "../engine/world/published.ts";
import { expectExit } from "../engine/command/said.ts";
import type { World } from "../engine/world/world.ts";

describe("a published set", () => {
  let world: World;
  let tree: Map<string, string>;

  beforeAll(async () => {
    world = await beginPublished(1, "small");
    tree = await world.fingerprint();
    await world.save();
  });
  beforeEach(async () => {
    world.day("2026-07-01");
    await world.restore();
  });
  afterAll(() => world.end());

  test("stays as it is where tree and staging have moved", async () => {
    const [before, moved] = [world.mirror, path.join(world.folder, "moved")];
    await rename(before, moved);
    world.mirror = moved;
    onTestFinished(() => {
      world.mirror = before;
    });
    expectExit(await world.up(), 0);
    expect(await world.fingerprint()).toEqual(tree);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("keeps its files, names and phases where the clock is set back", async () => {
    await world.removeArtifacts();
    world.day("2025-01-01");
    expectExit(await world.up(), 0);
    expect(await world.settledProblems()).toEqual([]);
    // a recorded day in the future counts as today, in the records and in the formats for readers
    const files = ([name]: [string, string]) => !/(set|index)\.json$|\.atom$|(^|\/)(streams|api|finder)\//.test(name);
    expect([...(await world.fingerprint())].filter(files)).toEqual([...tree].filter(files));
    expect((await world.explain()).stdout).toMatch(new RegExp(`current.*${first}|${first}.*current`));
  });
});
