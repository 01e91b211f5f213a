import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findServers } from "../../clients/openstack/services/nova.ts";
import { copyBuild, realArtifact } from "../openstack/images.ts";
import { OwnCloud } from "../openstack/publication/own-cloud.ts";
import { expectExit } from "../engine/command/said.ts";

const version = "20260717-2542";
const where = { "genericcloud/amd64": "nova:own" };

let cloud: OwnCloud;

beforeEach(async () => {
  cloud = await OwnCloud.begin({ tests: { gate: "boot", firmware: ["bios"], where } });
  await copyBuild(await realArtifact({ version }), cloud.world.artifacts);
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", cloud.projects.file);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await cloud.end();
});

/** The verdict on an image that may be shown. */
const passed = { outcome: "passed", findings: [], where: "nova:own" };

describe("a real Debian as a server of a cloud", () => {
  it("boots with UEFI, and with Secure Boot, and finds that it did", async () => {
    cloud.world.configure({ tests: { gate: "boot", firmware: ["uefi", "secure-boot"], where } });
    expectExit(await cloud.world.up(), 0);
    const verdict = await cloud.verdict(version, 1);
    expect(verdict).toMatchObject(passed);
    expect(verdict.boots.map(({ firmware }) => firmware)).toEqual(["uefi", "secure-boot"]);
    expect(await cloud.leftOfTests()).toEqual([]);
  });

  it("is tested again where everything was killed while it booted, and nothing is left of either", async () => {
    const killed = cloud.world.up();
    await vi.waitFor(
      async () => {
        expect(await findServers(cloud.own)).toMatchObject([{ status: "ACTIVE" }]);
      },
      { timeout: 300_000, interval: 500 },
    );
    await cloud.world.kill();
    expect(await killed).toMatchObject({ exitCode: null });
    expect(await cloud.leftOfTests()).not.toEqual([]);

    expectExit(await cloud.world.up(), 0);
    expect(await cloud.verdict(version, 1)).toMatchObject(passed);
    expect(await cloud.leftOfTests()).toEqual([]);
  });
});
