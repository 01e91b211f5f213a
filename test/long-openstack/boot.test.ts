import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { verdictSchema } from "../../images/boot-tests/evidence.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { World } from "../engine/world/world.ts";
import { copyBuild, realArtifact } from "../openstack/images.ts";

const [inside, outside] = ["20260717-2542", "20260718-2543"];
const name = `debian-12-genericcloud-amd64-daily-${outside}`;
if (!isRoot()) console.warn("NOT TESTED: boot tests of a bootable image, which only root can install");

it.runIf(isRoot())(
  "a real Debian that boots well, and calls itself by another version, is never shown",
  async () => {
    const world = await World.ofTest({
      suite: "bookworm",
      expect: { required: ["genericcloud/amd64"], bestEffort: [] },
      tests: { gate: "boot", firmware: ["uefi"] },
      now: "2026-07-18",
    });
    await copyBuild(await realArtifact({ version: inside }), world.artifacts);
    await renameBuild(world.artifacts);

    expect((await world.up()).stdout).toContain("failed on 2026-07-18");

    expect(await readdir(world.path())).not.toContain(outside);
    expect(await world.publicProblems()).toEqual([]);
    const staged = path.join(world.staging, "sets/bookworm/daily", outside, "files", `${name}.tests`, "1");
    const verdict = await readFile(path.join(staged, "verdict.json"), "utf8");
    expect(verdictSchema.parse(JSON.parse(verdict))).toMatchObject({
      outcome: "failed",
      findings: [`uefi: cloud-release: /etc/cloud-release has VERSION ${inside}, not ${outside}`],
    });
  },
  30 * 60_000,
);

/** Gives a build the next version's name: the same bytes, with a wrong name. */
async function renameBuild(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const renamed = path.join(folder, file.replace(inside, outside));
    await rename(path.join(folder, file), renamed);
    if (!file.endsWith(".build.json")) continue;
    const text = await readFile(renamed, "utf8");
    await rm(renamed);
    await writeFile(renamed, text.replaceAll(inside, outside));
  }
}
