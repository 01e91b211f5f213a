import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { rebuiltSchema, type Rebuild } from "../../images/rebuilds/rebuilt.ts";
import { findProgram } from "../../storage/programs/search.mjs";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { copyArtifact, type Arrival } from "../engine/world/artifacts.ts";
import { first } from "../engine/world/published.ts";
import { expectExit } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";

const member = "ec2/amd64";
const image = `debian-13-ec2-amd64-daily-${first}`;
const hasDiffoscope = findProgram("diffoscope") !== undefined;
if (!isRoot()) console.warn("NOT TESTED: npm run rebuild, which only root may run");
if (!hasDiffoscope) console.warn("NOT TESTED: diffoscope's report on a rebuild (apt-get install diffoscope-minimal)");

/** A stack with one image. */
async function publishedWorld(): Promise<World> {
  const world = await World.ofTest({ expect: { required: [member], bestEffort: [] } }, "small");
  await world.arrive(first, [member]);
  expectExit(await world.up(), 0);
  return world;
}

/** Puts programs on PATH in the place of debian-cloud-images and FAI, which take the arguments of the image and leave this build. */
async function buildsAgain(world: World, again: Omit<Arrival, "version" | "member">): Promise<void> {
  const builds = path.join(world.folder, "built-again");
  await copyArtifact({ version: first, member, ...again }, builds);
  const expected =
    "build trixie ec2 amd64 --build-id * --build-type official --version 2526 --version-date 2026-07-01 --output *";
  const pattern = expected.replaceAll(" ", "\\ ");
  await program(
    world,
    "debian-cloud-images",
    `case "$*" in ${pattern}) ;; *) echo "$*"; exit 1 ;; esac\nshift $(($# - 1))\ncp ${builds}/* "$1"`,
  );
  await program(world, "fai-diskimage", "exit 1");
}

async function program(world: World, name: string, script: string): Promise<void> {
  const bin = path.join(world.folder, "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(bin, name), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"] ?? ""}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

async function verdictsOf(world: World): Promise<Rebuild[]> {
  return rebuiltSchema.parse(JSON.parse(await readFile(world.path("rebuilt.json"), "utf8"))).rebuilds;
}

const pageOf = (world: World): Promise<string> =>
  readFile(path.join(world.tree, "finder/trixie/daily", first, "ec2-amd64.html"), "utf8");

test.runIf(isRoot())(
  "an image that is built again with the same bytes is said to be the same, by the next up on its page too",
  async () => {
    const world = await publishedWorld();
    await buildsAgain(world, {});
    const said = await world.rebuild(image, "--out", path.join(world.folder, "again"));
    expectExit(said, 0);
    const [verdict] = await verdictsOf(world);
    expect(verdict).toMatchObject({ image, diffoscope: hasDiffoscope });
    const words = `all ${verdict?.packages.same} packages are the same; all ${verdict?.files?.same} files are the same`;
    expect(said.stdout).toContain(`${image}: ${words}\n`);
    expect(await pageOf(world)).not.toContain(words);
    expectExit(await world.up(), 0);
    expect(await pageOf(world)).toContain(words);
    expect(await world.settledProblems()).toEqual([]);
  },
);

test.runIf(isRoot())(
  "what differs is named, its page names it as well, and diffoscope explains it where it is installed",
  async () => {
    const world = await publishedWorld();
    await buildsAgain(world, { updates: { openssl: 1 } });
    const again = path.join(world.folder, "again");
    const said = await world.rebuild(image, "--out", again);
    expect(said.exitCode, said.stderr).toBe(4);
    const left = (name: string): Promise<string> => readFile(path.join(again, name), "utf8");
    expect(await left("packages.txt")).toMatch(/^differs openssl$/m);
    const files = await left("files.txt");
    expect(files).toMatch(/^differs var\/lib\/dpkg\/status$/m);
    const [verdict] = await verdictsOf(world);
    expect(verdict?.files?.changed).toEqual(
      files
        .trim()
        .split("\n")
        .map((line) => line.replace("differs ", "")),
    );
    expectExit(await world.up(), 0);
    expect(await pageOf(world)).toContain("var/lib/dpkg/status");

    expect(verdict?.diffoscope).toBe(hasDiffoscope);
    expect(said.stdout.includes("not done: diffoscope.txt")).toBe(!hasDiffoscope);
    if (!hasDiffoscope) return;
    const explained = await left("diffoscope.txt");
    expect(explained).toMatch(/^[│ ]*[-+]Version: /m);
    expect(explained).toContain("var/lib/dpkg/status");
  },
);

test.runIf(isRoot())(
  "an image whose builder is not there is refused: nothing is emptied, and no verdict kept",
  async () => {
    const world = await publishedWorld();
    const again = path.join(world.folder, "again");
    const said = await world.rebuild(image, "--out", again);
    expectExit(said, 1);
    expect(said.stderr).toMatch(/debian-cloud-images( and fai-diskimage)?: not on PATH/);
    await expect(readFile(again)).rejects.toThrow("ENOENT");
    await expect(verdictsOf(world)).rejects.toThrow("ENOENT");
  },
);
