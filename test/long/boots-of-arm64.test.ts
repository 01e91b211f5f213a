import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { verdictSchema } from "../../images/boot-tests/evidence.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { versionsOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";
import { copyBuild, realArtifact } from "../openstack/images.ts";

const version = "20260717-2542";
const name = `debian-12-genericcloud-arm64-daily-${version}`;
if (!isRoot()) console.warn("NOT TESTED: boots of arm64, of which only root can install an image");

describe.runIf(isRoot())("a real Debian of arm64", { timeout: 60 * 60_000 }, () => {
  it("is shown once it booted with UEFI and with Secure Boot, also where BIOS is asked for, which it has not", async () => {
    const world = await worldOf(["bios", "uefi", "secure-boot"]);
    await copyBuild(await realArtifact({ version, arch: "arm64" }), world.artifacts);

    expect(await world.up()).toMatchObject({ exitCode: 0 });

    const verdict = await readFile(world.path(version, `${name}.tests`, "1", "verdict.json"), "utf8");
    const { outcome, findings, boots } = verdictSchema.parse(JSON.parse(verdict));
    expect({ outcome, findings }).toEqual({ outcome: "passed", findings: [] });
    expect(boots.map(({ firmware }) => firmware)).toEqual(["uefi", "secure-boot"]);
    const results = new Set(boots.flatMap(({ checks }) => checks.map(({ result }) => result)));
    expect(results).toEqual(new Set(["passed"]));
    expect(await versionsOf(world)).toEqual([version]);
  });

  it("is refused by Secure Boot where nobody signed its loader, and not shown", async () => {
    const world = await worldOf(["secure-boot"]);
    await copyBuild(await realArtifact({ version, arch: "arm64", variant: "unsigned" }), world.artifacts);

    expect((await world.up()).stdout).toMatch(
      /secure-boot: Secure Boot violation: .*(Access Denied|Security Violation)/,
    );

    expect(await versionsOf(world)).toEqual([]);
  });
});

const worldOf = (firmware: readonly string[]): Promise<World> =>
  World.ofTest({
    suite: "bookworm",
    expect: { required: ["genericcloud/arm64"], bestEffort: [] },
    now: "2026-07-17",
    tests: { gate: "boot", firmware, patience: "20 minutes", where: { "genericcloud/arm64": "qemu" } },
  });
