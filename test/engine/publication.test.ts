import { expect, test } from "vitest";
import { mirrorOf } from "./outside/outsider.ts";
import { first, publishedWorld, second } from "./world/published.ts";
import { expectExit } from "./command/said.ts";
import { channelOf, phasesOf, setsOf, versionsOf } from "./outside/views.ts";
import { World } from "./world/world.ts";

test("a first set is published whole, and nothing changes when it is done again or the builds are gone", async () => {
  const world = await World.ofTest();
  await world.arrive(first);
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);
  const { sets, index } = await channelOf(world);
  expect(await phasesOf(world)).toEqual({ [first]: "current" });
  expect(await versionsOf(world)).toEqual([first]);
  expect(index?.made).toBe(
    [...sets.values()].flatMap(({ record }) => record.images.map((image) => mirrorOf(image).days.made))[0],
  );

  const published = await world.fingerprint();
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(published);

  await world.removeArtifacts();
  world.day("2026-07-05");
  const preview = await world.preview(["--json"]);
  expectExit(preview, 0);
  expect(operationsOf(preview.stdout)).toEqual(["same"]);
  expect(await world.fingerprint()).toEqual(published);
});

/** The kinds of steps in the engine's preview as JSON, around which our command says more. */
function operationsOf(stdout: string): string[] {
  const summary: unknown = JSON.parse(
    stdout.slice(stdout.indexOf('"changeSummary": ') + 17, stdout.lastIndexOf("}") - 1),
  );
  return Object.keys(summary ?? {});
}

test("a newer set takes over the names, and the older one stays at its URLs, superseded", async () => {
  const world = await publishedWorld(1);
  const before = await world.fingerprint();

  world.day("2026-07-02");
  await world.arrive(second);
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);
  expect(await phasesOf(world)).toEqual({ [first]: "superseded", [second]: "current" });
  expect(await versionsOf(world)).toEqual([second]);
  const after = await world.fingerprint();
  const ofFirst = [...before].filter(([name]) => name.includes(`/${first}/`) && !name.startsWith("finder/"));
  const changed = ofFirst.filter(([name, found]) => after.get(name) !== found);
  expect(changed.map(([name]) => name.split("/").at(-1))).toEqual(["HEADER.html", "set.json"]);
});

test("a bad build of a required image stops its set, and the next good set is published", async () => {
  const world = await World.ofTest();
  await world.arrive(first, ["ec2/amd64"]);
  await world.arrive(first, ["ec2/arm64"], { broken: "wrong digest" });
  expectExit(await world.up(), 1);
  expect(await setsOf(world)).toEqual([]);
  expect(await world.publicProblems()).toEqual([]);

  world.day("2026-07-02");
  await world.arrive(second);
  expectExit(await world.up(), 0);
  expect(await phasesOf(world)).toMatchObject({ [second]: "current" });
  expect(await world.settledProblems()).toEqual([]);
});
