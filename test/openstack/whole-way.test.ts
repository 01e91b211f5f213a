import { readFile, readdir, readlink } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { indexSchema } from "../../images/tree/record.ts";
import { findImages } from "../../clients/openstack/services/glance.ts";
import { standingKvm } from "../peers/standing-kvm.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { copyBuild, realArtifact } from "./images.ts";
import { OwnCloud } from "./publication/own-cloud.ts";
import { expectExit } from "../engine/command/said.ts";

const version = "20260717-2542";
const target = "openstack-own";
if (!isRoot()) console.warn("NOT TESTED: boot tests as a Nova server of a bootable image, which only root can install");

let cloud: OwnCloud;

beforeEach(async () => {
  cloud = await OwnCloud.begin({
    targets: { openstack: [{ cloud: "own", visibility: "community" }] },
    tests: {
      gate: "boot",
      firmware: ["bios"],
      patience: "30 minutes",
      where: { "genericcloud/amd64": "qemu, nova:own" },
    },
  });
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", cloud.projects.file);
  // KVM is as on a host where it starts guests and never runs them
  vi.stubEnv("PATH", `${await standingKvm(cloud.world.folder)}:${process.env["PATH"] ?? ""}`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await cloud.end();
});

describe.runIf(isRoot())("a real Debian", () => {
  it(
    "is in the tree, in Glance, in latest and in the index once it booted in QEMU and as a server of a cloud",
    async () => {
      const { world } = cloud;
      await copyBuild(await realArtifact({ version }), world.artifacts);
      expectExit(await world.up(), 0);

      const verdict = await cloud.verdict(version, 1);
      expect(verdict).toMatchObject({ outcome: "passed", findings: [], where: "qemu, nova:own" });
      expect(verdict.boots.map(({ where, firmware }) => [where, firmware])).toEqual([
        ["qemu", "bios"],
        ["nova:own", "bios"],
      ]);
      for (const { checks } of verdict.boots)
        for (const check of checks) expect(check).toMatchObject({ result: "passed" });
      const tests = cloud.tests(version, 1);
      const consoles = (await readdir(tests)).filter((file) => file.startsWith("console-"));
      expect(consoles.toSorted()).toEqual(["console-bios.log", "console-nova-own-bios.log"]);
      expect(await readFile(path.join(tests, "console-nova-own-bios.log"), "utf8")).toMatch(/ login: /);

      expect(await shownEverywhere()).toEqual({ mirror: "current", [target]: "current" });
      expect(await readlink(world.path("latest"))).toContain(version);
      expect(await readFile(world.path("tests.html"), "utf8")).toMatch(/<td [^>]*>passed</);
      expect(await world.publicProblems()).toEqual([]);
      expect(await cloud.leftOfTests()).toEqual([]);

      const before = await world.fingerprint();
      expectExit(await world.up(), 0);
      expect(await world.fingerprint()).toEqual(before);
    },
    90 * 60_000,
  );
});

/** By target: the image's phase in the index. Expects that a stranger finds the image under the id in the index, with the same bytes. */
async function shownEverywhere(): Promise<Record<string, string>> {
  const { world, projects, own } = cloud;
  const index = indexSchema.parse(JSON.parse(await readFile(world.path("index.json"), "utf8")));
  const [image] = index.sets[0]?.images ?? [];
  const outsider = await projects.connection("outsider");
  const seen = await findImages(outsider, { visibility: "community", owner: own.project.id });
  outsider.close();
  const name = `debian-12-genericcloud-amd64-daily-${version}`;
  const sha512 = image?.files.find((file) => file.name.endsWith(".qcow2"))?.sha512;
  expect(seen).toMatchObject([{ name, os_hash_value: sha512, id: image?.targets[target]?.refs[0] }]);
  return Object.fromEntries(Object.entries(image?.targets ?? {}).map(([key, { phase }]) => [key, phase]));
}
