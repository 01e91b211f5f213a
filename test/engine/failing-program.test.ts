import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { expectExit, textOf } from "./command/said.ts";
import { World } from "./world/world.ts";
import { first } from "./world/published.ts";

const modules = { "stacks/publication/guard.ts": "test/variants/failing-guard.ts" };
const refusal = 'error: the guard is "lost": expected one; find it';

test.each<[string, (world: World) => ReturnType<World["up"]>]>([
  ["npm run up", (world) => world.up([], { modules })],
  ["pulumi up alone", (world) => world.pulumiAlone("up", { modules })],
])("what the program refuses stands once among the diagnostics of %s, and nothing is done", async (_how, run) => {
  const world = await World.ofTest();
  world.policyPack = false;
  await world.arrive(first);
  expectExit(await world.preview(), 0);
  const said = await run(world);
  expect(said.exitCode).not.toBe(0);
  const [, diagnostics = ""] = textOf(said).split("Diagnostics:");
  expect(diagnostics.split(refusal)).toHaveLength(2);
  expect(diagnostics).not.toContain("Unhandled");
  expect(existsSync(world.tree)).toBe(false);
});
