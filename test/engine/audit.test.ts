import { open, readFile, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { publishedWorld, second } from "./world/published.ts";
import { expectExit, textOf } from "./command/said.ts";
import { phasesOf } from "./outside/views.ts";
import type { World } from "./world/world.ts";

const archive = `debian-13-ec2-amd64-daily-${second}.tar.xz`;

/** Changes bytes of a file, and neither its size nor its time, so that no run notices it. */
async function rot(file: string): Promise<void> {
  const bytes = await open(file, "r+");
  const { atime, mtime } = await bytes.stat();
  await bytes.write("rotten", 200);
  await bytes.close();
  await utimes(file, atime, mtime);
}

test("an audit finds what is not as promised, a byte that rots too, and the next run makes it right or calls it lost", async () => {
  const world = await publishedWorld(2);
  world.policyPack = false;

  const before = await world.fingerprint();
  const metrics = path.join(world.folder, "audit.prom");
  const clean = await world.audit("--metrics", metrics);
  expectExit(clean, 0);
  expect(textOf(clean)).toContain("everything that was looked at is as promised");
  expect(await readFile(metrics, "utf8")).toMatch(/cloud_images_audit_findings\{stack="dev",kind="bytes"\} 0/);
  expect(await world.fingerprint()).toEqual(before);

  await rot(world.path(second, archive));
  expectExit(await world.up(), 0);
  await expectFinding(world, `bytes +trixie/daily/${second}/${archive}`);
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(before);
  expectExit(await world.audit(), 0);

  await world.removeArtifacts();
  await rot(world.path(second, archive));
  await expectFinding(world, `bytes +trixie/daily/${second}/${archive}`);
  expectExit(await world.up(), 1);
  expect(await phasesOf(world)).toMatchObject({ [second]: "lost, current" });
  expect(await world.settledProblems()).toEqual([]);
  expectExit(await world.up(), 0);
  expect(await phasesOf(world)).toMatchObject({ [second]: "lost, current" });
  expectExit(await world.audit(), 0);

  await writeFile(world.path(second, "SHA512SUMS"), "");
  await expectFinding(world, `list +trixie/daily/${second}/SHA512SUMS`);
});

async function expectFinding(world: World, finding: string): Promise<void> {
  const said = await world.audit();
  expectExit(said, 1);
  expect(textOf(said)).toMatch(new RegExp(`^${finding}`, "m"));
}
