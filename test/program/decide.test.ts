import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { lockFolder } from "../../tools/engine/state/backend.ts";
import type { Said } from "../engine/command/command.ts";
import { first, publishedWorld, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import type { World } from "../engine/world/world.ts";
import { FaultyServer } from "../peers/faulty-server.ts";

/** `npm run decide` and `npm run report`, which a pipeline runs beside a tree, or far from it. Neither needs the engine's state. */

const decisionSchema = z.object({
  stack: z.string(),
  step: z.string(),
  steps: z.array(z.object({ version: z.string().nullable() })),
});
const decisionOf = ({ stdout }: Said) => decisionSchema.parse(JSON.parse(stdout));

/** Leaves a state that no run can use: a file that is none, and the lock of a run that nobody here can see. */
async function spoilState(world: World): Promise<void> {
  const locks = lockFolder(world.stack, { PULUMI_BACKEND_URL: `file://${world.state}` }) ?? "";
  await mkdir(locks, { recursive: true });
  const lock = { pid: 4711, username: "debian", hostname: "elsewhere", timestamp: new Date() };
  await writeFile(path.join(locks, "7c9e6679.json"), JSON.stringify(lock));
  const stacks = path.join(world.state, ".pulumi/stacks/cloud-images");
  await mkdir(stacks, { recursive: true });
  await writeFile(path.join(stacks, `${world.stack}.json`), "{");
}

test("a pipeline is told by an exit code whether there is something to publish, whatever the state and its lock are like", async () => {
  const world = await publishedWorld(1, "small");
  await spoilState(world);
  expectExit(await world.decide(), 0);
  world.day("2026-07-02");
  await world.arrive(second);
  const due = await world.decide("--json");
  expect(due.exitCode, textOf(due)).toBe(4);
  expect(decisionOf(due)).toMatchObject({ stack: world.stack, step: "publish", steps: [{ version: second }] });
});

test("a required build that is refused waits for a person", async () => {
  const world = await publishedWorld(1, "small");
  world.day("2026-07-02");
  await world.arrive(second, ["ec2/amd64"]);
  await writeFile(path.join(world.artifacts, `debian-trixie-ec2-amd64-official-${second}.build.json`), "{");
  const refused = await world.decide("--json");
  expect(refused.exitCode, textOf(refused)).toBe(5);
  expect(decisionOf(refused)).toMatchObject({ step: "wait-for-person" });
});

test("records that cannot be read are no decision: the file is named, and standard output has no JSON", async () => {
  const world = await publishedWorld(1, "small");
  for (const record of [world.path(first, "set.json"), world.path("index.json")]) await writeFile(record, "{");
  const failed = await world.decide("--json");
  expectExit(failed, 1);
  expect(failed.stderr).toMatch(/set\.json is "\{": expected JSON; restore the file/);
  expect(failed.stderr).not.toContain("    at ");
  expect(failed.stdout).toBe("");
});

/** The tree is no longer on this machine, and a server has it. */
async function farFrom(world: World): Promise<FaultyServer> {
  const served = path.join(world.folder, "served");
  await rename(world.tree, served);
  const server = await FaultyServer.over(served);
  onTestFinished(() => server.close());
  world.url = server.url;
  return server;
}

test("far from the tree the published index is asked; a server that is down is no decision", async () => {
  const world = await publishedWorld(1, "small");
  const server = await farFrom(world);
  await rm(world.artifacts, { recursive: true });
  expectExit(await world.decide(), 0);
  server.fail(/index\.json$/, { is: "status", status: 503 });
  const failed = await world.decide();
  expectExit(failed, 1);
  expect(failed.stderr).toContain("HTTP 503");
});

test("a stack that has published nothing is reported far from the tree too, and says so; a wrong address is not taken for that", async () => {
  const world = await publishedWorld(1, "small");
  await farFrom(world);
  world.configure({ suite: "forky" });
  await rm(world.artifacts, { recursive: true });
  const said = await world.report();
  expectExit(said, 0);
  expect(await readFile(`${world.state}.md`, "utf8")).toContain("has published nothing yet at");
  world.url = `${world.url ?? ""}/wrong`;
  const wrong = await world.report();
  expectExit(wrong, 1);
  expect(wrong.stderr).toContain("correct mirror.root where the tree is, or mirror.url where it is not");
});
