import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { runCommand } from "./command/command.ts";
import { first, publishedWorld, second } from "./world/published.ts";
import { expectExit, textOf } from "./command/said.ts";
import { World } from "./world/world.ts";

test("a person sees where each image stands and what comes next", async () => {
  const world = await publishedWorld(1);
  world.day("2026-07-02");
  await world.arrive(second);
  const previewed = await world.explain();
  expectExit(previewed, 0);
  expect(previewed.stdout).toContain(second);
  expectExit(await world.up(), 0);

  const all = await world.explain();
  expectExit(all, 0);
  expect(all.stdout).toMatch(new RegExp(`superseded.*${first}|${first}.*superseded`));
  expect(all.stdout).toContain("2026-07-15");
  const one = await world.explain(`${second}/ec2/amd64`);
  expectExit(one, 0);
  expect(one.stdout).toContain(`debian-13-ec2-amd64-daily-${second}.tar.xz`);
  expect(one.stdout).toContain("current");
  const unknown = await world.explain(`${second}/ec2/arm46`);
  expectExit(unknown, 2);
  expect(textOf(unknown)).toContain("near are");
});

test("a command that a person types ends by itself, with its exit code", async () => {
  const world = await publishedWorld(1);
  world.day("2026-07-02");
  await world.arrive(second);
  expectExit(await world.type("up"), 0);
  expectExit(await world.type("explain", `${second}/ec2/arm46`), 2);
  world.configure({ suite: "no such suite" });
  expectExit(await world.type("up"), 1);
  expect(await world.leftRunning()).toEqual([]);
});

test("a tree without records is adopted, and the next run leaves it as it is", async () => {
  const world = await publishedWorld(1);
  // as upstream publishes, without our records and what we keep beside each image
  const isOurs = (name: string): boolean =>
    /^SHA256SUMS$|\.(info|dpkg-status|junit\.xml|sources|log|(spdx|cdx)\.json|incus\.tar\.xz)$/.test(name);
  const folders = [first, `latest-${first}.1`];
  const extras = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(world.path(folder))).filter(isOurs).map((name) => `${folder}/${name}`),
    ),
  );
  const ours = [`${first}/set.json`, "index.json", "removed.json", ...extras.flat()];
  for (const name of ours) await rm(world.path(name));
  await rm(world.state, { recursive: true });
  await world.removeArtifacts();
  const published = await world.fingerprint();
  const data = (tree: Map<string, string>) => [...tree].filter(([name]) => /debian-[^.]*\.(tar\.xz|json)$/.test(name));

  const adopt = () => world.adopt("--root", world.tree, "--suite", "trixie", "--channel", "daily");
  expectExit(await adopt(), 0);
  const again = await adopt();
  expectExit(again, 0);
  expect(again.stdout).toContain("1 had a record already");
  await mkdir(world.state);
  expectExit(await world.up(), 0);
  expect(data(await world.fingerprint())).toEqual(data(published));
  expect(await world.settledProblems()).toEqual([]);
});

test("a person chooses once where the state is, and stacks are made there", async () => {
  const { folder, state } = await World.ofTest();
  await writeFile(path.join(folder, "Pulumi.yaml"), "name: cloud-images\nruntime: nodejs\n");
  const caches = process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache");
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: undefined,
    HOME: path.join(folder, "home"),
    XDG_CACHE_HOME: caches,
  };
  const type = (...args: string[]) => runCommand(["pulumi", ...args, "--cwd", folder], env);
  const chosen = await type("login", pathToFileURL(state).href);
  expectExit(chosen, 0);
  expect(textOf(chosen)).not.toContain("Warning");
  expectExit(await type("stack", "init", "trixie-daily", "--no-select"), 0);
  expect(await readFile(path.join(state, ".pulumi/stacks/cloud-images/trixie-daily.json"), "utf8")).toContain(
    "version",
  );
});
