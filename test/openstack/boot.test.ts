import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { verdictSchema } from "../../images/boot-test/evidence.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { World } from "../engine/world.ts";
import { copyBuild, realArtifact } from "./images.ts";

const [first, second] = ["20260717-2542", "20260718-2543"];
const nameOf = (version: string) => `debian-12-genericcloud-amd64-daily-${version}`;
if (!isRoot()) console.warn("NOT TESTED: boot tests of a bootable image, which only root can install");

it.runIf(isRoot())(
  "a real Debian is shown once it booted; the next one, which calls itself by another version, never is",
  async () => {
    const world = await World.ofTest({
      suite: "bookworm",
      expect: { required: ["genericcloud/amd64"], bestEffort: [] },
      tests: { gate: "boot", firmware: ["uefi"] },
      now: "2026-07-17",
    });
    await copyBuild(await realArtifact({ version: first }), world.artifacts);

    expect(await world.up()).toMatchObject({ exitCode: 0 });
    expect(await verdictIn(world.path(first, `${nameOf(first)}.tests`, "1"))).toMatchObject({
      outcome: "passed",
      findings: [],
    });
    expect(await readFile(world.path("tests.html"), "utf8")).toContain("<td>passed</td>");

    const before = await world.fingerprint();
    expect(await world.up()).toMatchObject({ exitCode: 0 });
    expect(await world.fingerprint()).toEqual(before);

    await renameBuild(world.artifacts);
    world.day("2026-07-18");
    expect((await world.up()).stdout).toContain("failed on 2026-07-18");
    expect(await readdir(world.path())).not.toContain(second);
    expect(await world.publicProblems()).toEqual([]);
    const staged = path.join(world.staging, "sets/bookworm/daily", second, "files", `${nameOf(second)}.tests`, "1");
    expect(await verdictIn(staged)).toMatchObject({
      outcome: "failed",
      findings: [`uefi: cloud-release: /etc/cloud-release has VERSION ${first}, not ${second}`],
    });
  },
  45 * 60_000,
);

const verdictIn = async (folder: string) =>
  verdictSchema.parse(JSON.parse(await readFile(path.join(folder, "verdict.json"), "utf8")));

/** The same bytes under the next version: a build that got its name wrong. */
async function renameBuild(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const renamed = path.join(folder, name.replace(first, second));
    await rename(path.join(folder, name), renamed);
    if (!name.endsWith(".build.json")) continue;
    const text = await readFile(renamed, "utf8");
    await rm(renamed);
    await writeFile(renamed, text.replaceAll(first, second));
  }
}
