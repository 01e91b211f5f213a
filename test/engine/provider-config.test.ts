import { expect, test } from "vitest";
import { expectExit } from "./command/said.ts";
import { phasesOf } from "./outside/views.ts";
import { World } from "./world/world.ts";
import { first, second } from "./world/published.ts";

test("a set is published by the run in which the provider's own configuration changes", async () => {
  const world = await World.ofTest();
  world.policyPack = false;
  await world.arrive(first);
  expectExit(await world.up(), 0);

  world.day("2026-07-02");
  world.configure({ retention: { hideAfter: "10 days", deleteAfter: { clouds: "30 days", mirror: "60 days" } } });
  await world.arrive(second);
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);
  expect(await phasesOf(world)).toMatchObject({ [second]: "current" });
});
