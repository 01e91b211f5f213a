import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readAmphoraBuilds } from "./builds.ts";

test("a folder in a description's place is refused by its name, and keeps no other build", async () => {
  const folder = await mkdtemp(join(tmpdir(), "amphora-builds-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const name = "debian-bookworm-zed-octavia-12.9.0-20260401-amd64.json";
  await mkdir(join(folder, name));
  const { builds, refusals } = await readAmphoraBuilds(folder, "zed");
  expect(builds).toEqual([]);
  expect(refusals).toMatchObject([{ where: join(folder, name), expected: "a file, not a folder" }]);
});
