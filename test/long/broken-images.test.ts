import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { verdictSchema, type VerdictFile } from "../../images/boot-tests/evidence.ts";
import type { Firmware } from "../../images/boot-tests/firmware.ts";
import { bootTestsOf } from "../../workloads/test-vm/model/results/boots.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { variantNames, type Variant } from "../../tools/recipes/variants.ts";
import { runCommand } from "../engine/command/command.ts";
import { mirrorOf } from "../engine/outside/outsider.ts";
import { channelOf, phasesOf, versionsOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";
import { copyBuild, realArtifact } from "../openstack/images.ts";

const [earlier, version] = ["20260716-2541", "20260717-2542"];
const name = `debian-12-genericcloud-amd64-daily-${version}`;
if (!isRoot()) console.warn("NOT TESTED: boots of images broken on purpose, which only root can install");

interface Caught {
  /** The one check that fails; null where the image does not run at all. */
  check: string | null;
  /** All findings of the verdict. */
  findings: RegExp[];
  firmware?: Firmware;
  patience?: string;
}

const caught: Record<Variant, Caught> = {
  hosts: {
    check: "hosts",
    findings: [
      /^bios: hosts: \/etc\/hosts does not name localhost$/,
      /^bios: hosts: \/etc\/hosts does not name boot-test$/,
    ],
  },
  sources: {
    check: "sources",
    findings: ["debian bookworm", "debian bookworm-updates", "debian-security bookworm-security"].map(
      (source) => new RegExp(`^bios: sources: the source deb \\S+/${source} main is listed 2 times: `),
    ),
  },
  kernel: {
    check: "kernel",
    findings: [/^bios: kernel: runs the full kernel [\d.-]+-amd64; genericcloud has the cloud one$/],
  },
  "cloud-init": {
    check: "cloud-init",
    findings: [/^bios: cloud-init: cloud-init did not end in 300 s: modules-final was not done$/],
    // the test waits for all of it
    patience: "5 minutes",
  },
  package: {
    check: "packages",
    findings: [/^bios: packages: the image has, and the manifest does not name: unannounced:all$/],
  },
  unsigned: {
    check: null,
    findings: [/^secure-boot: Secure Boot violation: .*(Access Denied|Security Violation)/],
    firmware: "secure-boot",
  },
};

describe.runIf(isRoot())("an image that boots before it is shown", { timeout: 20 * 60_000 }, () => {
  it.each(variantNames)(
    "and is broken on purpose (%s) is caught by the check for it alone, and never shown",
    async (variant) => {
      const { check, findings, firmware = "bios", patience } = caught[variant];
      const world = await worldWithEarlier({ firmware: [firmware], ...(patience !== undefined && { patience }) });
      await copyBuild(await realArtifact({ version, variant }), world.artifacts);

      expect((await world.up()).stdout).toContain("failed on 2026-07-17");

      const verdict = await verdictIn(path.join(staged(world), "1"));
      expect(verdict).toMatchObject({
        outcome: "failed",
        findings: findings.map((finding): unknown => expect.stringMatching(finding)),
      });
      expect(failedChecks(verdict)).toEqual(check === null ? [] : [check]);
      expect(await readdir(path.join(staged(world), "1"))).toContain(`console-${firmware}.log`);

      const page = await readFile(world.path("tests.json"), "utf8");
      expect(bootTestsOf("bookworm/daily", page).broke).toEqual(
        verdict.findings.map((finding) => `genericcloud/amd64 ${version}: ${finding}`),
      );

      expect(await readdir(world.path())).not.toContain(version);
      expect(await versionsOf(world)).toEqual([earlier]);
      expect(Object.keys(await phasesOf(world))).toEqual([earlier]);
      expect(await standingsOf(world)).toContainEqual({ name, phase: "made", listed: false, refs: [] });
      expect(await world.publicProblems()).toEqual([]);
    },
  );

  it("is shown when it boots with Secure Boot, which its guest says is on", async () => {
    const world = await worldWithEarlier({ firmware: ["secure-boot"] });
    await copyBuild(await realArtifact({ version }), world.artifacts);

    expect(await world.up()).toMatchObject({ exitCode: 0 });

    const verdict = await verdictIn(world.path(version, `${name}.tests`, "1"));
    expect(verdict).toMatchObject({ outcome: "passed", findings: [] });
    expect(verdict.boots.map(({ checks }) => checks.find((each) => each.name === "firmware")?.result)).toEqual([
      "passed",
    ]);
    expect(await versionsOf(world)).toEqual([version]);
  });
});

/** A tree that shows an image of the day before, which did not have to boot. From now on every image has to. */
async function worldWithEarlier(tests: Record<string, unknown>): Promise<World> {
  const world = await World.ofTest({
    suite: "bookworm",
    expect: { required: ["genericcloud/amd64"], bestEffort: [] },
    now: "2026-07-16",
  });
  const sample = ["sample", "--suite", "bookworm", "--images", "genericcloud/amd64", "--version", earlier];
  expect(await runCommand([...sample, "--out", world.artifacts], process.env)).toMatchObject({ exitCode: 0 });
  expect(await world.up()).toMatchObject({ exitCode: 0 });
  expect(await versionsOf(world)).toEqual([earlier]);
  world.configure({ now: "2026-07-17", tests: { gate: "boot", ...tests } });
  return world;
}

/** How each image in the index stands in the tree. */
async function standingsOf(world: World) {
  const { index } = await channelOf(world);
  const images = index?.sets.flatMap((set) => set.images) ?? [];
  return images.map((image) => {
    const { phase, listed, refs } = mirrorOf(image);
    return { name: image.name, phase, listed, refs };
  });
}

const staged = (world: World): string =>
  path.join(world.staging, "sets/bookworm/daily", version, "files", `${name}.tests`);

const verdictIn = async (folder: string): Promise<VerdictFile> =>
  verdictSchema.parse(JSON.parse(await readFile(path.join(folder, "verdict.json"), "utf8")));

const failedChecks = ({ boots }: VerdictFile): string[] =>
  boots.flatMap(({ checks }) => checks.filter(({ result }) => result === "failed").map((each) => each.name));
