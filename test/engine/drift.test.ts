import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedWorld, second } from "./world/published.ts";
import { expectExit, textOf } from "./command/said.ts";

test("a view that somebody removed is written again by the next up, and one that somebody changed by up --refresh", async () => {
  const world = await publishedWorld(2);
  world.policyPack = false;
  const tree = await world.fingerprint();

  await rm(world.path(second, "SHA512SUMS"));
  const said = await world.up();
  expectExit(said, 0);
  expect(textOf(said)).toContain("SHA512SUMS is missing");
  expect(await world.fingerprint()).toEqual(tree);

  const index = await readFile(world.path("index.json"), "utf8");
  await writeFile(world.path("index.json"), index.replaceAll('"current"', '"hidden"'));
  await writeFile(world.path(second, "SHA512SUMS"), "");
  const page = join(world.tree, "finder/cve/index.html");
  await writeFile(page, "");
  const refreshed = await world.up(["--refresh"]);
  expectExit(refreshed, 0);
  for (const row of [
    new RegExp(`^repaired +${second} +checksums and record +SHA512SUMS `, "m"),
    /^repaired +trixie\/daily +lists and pages +index.json .*finder\/cve\/index.html /m,
  ])
    expect(textOf(refreshed)).toMatch(row);
  expect(textOf(refreshed)).not.toContain("nothing changed");
  expect(await world.fingerprint()).toEqual(tree);
  expect(await world.settledProblems()).toEqual([]);
  const quiet = textOf(await world.up());
  expect(quiet).toContain("nothing changed");
  // the preview had nothing to do, so nothing was run
  expect(quiet).not.toContain("Updating (");
});
