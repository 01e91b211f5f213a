import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dailyOf, filesUrn, first, listing, makeWorld, makingOf } from "../../world.fixture.ts";

const mount = mkdtempSync(join(tmpdir(), "full-disk-"));
let mounted = false;

beforeAll(() => {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=96k", "tmpfs", mount], { stdio: "ignore" });
    mounted = true;
  } catch {
    // mounting needs root
  }
});
afterAll(() => {
  if (mounted) execFileSync("umount", [mount]);
  rmSync(mount, { recursive: true });
});

test("a full disk is told by the file it lacked room for, and nothing half made stays", async ({ skip }) => {
  skip(!mounted);
  const elsewhere = await makeWorld();
  const build = await elsewhere.build(dailyOf(first));
  const world = await makeWorld(mount);
  const making = world.provider.create(filesUrn, makingOf(dailyOf(first), build));
  await expect(making).rejects.toThrow(
    new RegExp(`^${world.staging}/work/.*ENOSPC.*room on its file system, which is mounted at ${mount};`),
  );
  expect((await listing(world.staging)).filter((name) => name.includes("debian-"))).toEqual([]);
  await elsewhere.end();
});
