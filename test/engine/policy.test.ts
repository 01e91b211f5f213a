import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { expectExit, textOf } from "./command/said.ts";
import { World } from "./world/world.ts";

const version = "20260701-2526";

test("the rules stop a preview and a run of the team's stack, whoever starts the engine, and find what a state has already", async () => {
  const world = await World.ofTest();
  expectExit(await world.makeStack("trixie-daily"), 0);
  await world.arrive(version);
  expectExit(await world.up(), 0);
  const tree = await world.fingerprint();

  const analyze = (...args: string[]) => world.pulumi(() => ["policy", "analyze", "--policy-pack", "policy", ...args]);
  expectExit(await analyze("--stack", world.stack), 0);
  const { stdout: state } = await world.pulumi(() => ["stack", "export", "--stack", world.stack]);
  const file = path.join(world.folder, "spoilt-state.json");
  await writeFile(file, state.replace(/"hideAfter": *14/, '"hideAfter": 1'));
  const found = await analyze("--file", file);
  expect(found.exitCode).not.toBe(0);
  expect(textOf(found)).toContain("retention.hideAfter is 1: expected 3 to 60");

  world.configure({ retention: { hideAfter: "4 days", deleteAfter: { clouds: "8 days", mirror: "9 days" } } });
  const all = [
    await world.preview(),
    await world.up(),
    await world.pulumiAlone("preview"),
    await world.pulumiAlone("up"),
  ];
  for (const said of all) {
    expectExit(said, 1);
    expect(textOf(said)).toContain("retention-within-bounds");
    expect(textOf(said)).toContain("retention.deleteAfter.mirror is 9: expected 30 to 400");
  }
  expect(await world.fingerprint()).toEqual(tree);
});
