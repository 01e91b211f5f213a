import { describe, expect, it } from "vitest";
import { neighbourOf, sharedClouds, type Neighbour } from "./shared-clouds.ts";
import { targetsSchema } from "./config.ts";

const daily = (openstack: object[]) => ({ channel: "daily", targets: targetsSchema.parse({ openstack }) }) as const;

const release = (...clouds: Neighbour["clouds"]): Neighbour => ({
  file: "Pulumi.trixie-release.yaml",
  channel: "release",
  clouds,
});

describe("two stacks of different channels", () => {
  it.each<[string, object, Neighbour["clouds"][number], string]>([
    ["one entry of clouds.yaml", { cloud: "debian" }, { cloud: "debian" }, "targets.openstack.0.cloud"],
    [
      "one project by two entries",
      { cloud: "a", project: "debian" },
      { cloud: "b", project: "debian" },
      "targets.openstack.0.project",
    ],
  ])("may not share %s", (_case, own, other, where) => {
    expect(sharedClouds(daily([own]), [release(other)])).toEqual([
      expect.objectContaining({
        where: `cloud-images:${where}`,
        expected: expect.stringContaining("Pulumi.trixie-release.yaml publishes release images there") as unknown,
      }),
    ]);
  });

  it.each<[string, object, Neighbour]>([
    ["their own clouds", { cloud: "daily" }, release({ cloud: "release" })],
    [
      "their own projects of one provider",
      { cloud: "a", project: "daily" },
      release({ cloud: "b", project: "release" }),
    ],
    ["clouds whose projects nobody named", { cloud: "a" }, release({ cloud: "b", project: null })],
    [
      "a cloud with the same channel of another suite",
      { cloud: "a" },
      { ...release({ cloud: "a" }), channel: "daily" },
    ],
  ])("may have %s", (_case, own, other) => {
    expect(sharedClouds(daily([own]), [other])).toEqual([]);
  });
});

describe("a stack's file", () => {
  it("says to which clouds its stack publishes", () => {
    const clouds = [{ cloud: "release", project: "debian", required: false }];
    const values = { role: "publication", channel: "release", targets: { openstack: clouds } };
    expect(neighbourOf("Pulumi.a.yaml", values)).toMatchObject({ file: "Pulumi.a.yaml", channel: "release", clouds });
  });

  it.each<[string, Record<string, unknown>]>([
    ["has no clouds", { channel: "daily" }],
    ["has no clouds of OpenStack", { channel: "daily", targets: { aws: {} } }],
    ["names none", { targets: { openstack: [] } }],
    ["is empty", {}],
    ["is of another role", { role: "amphora", targets: "a", clouds: [{ cloud: "release" }] }],
  ])("that %s says nothing of others", (_case, values) => {
    expect(neighbourOf("Pulumi.a.yaml", values)).toBeUndefined();
  });

  it("says it as JSON text as well, as the engine's own command writes it", () => {
    const values = { channel: "release", targets: '{"openstack": [{"cloud": "release"}]}' };
    expect(neighbourOf("Pulumi.a.yaml", values)).toMatchObject({ clouds: [{ cloud: "release" }] });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["whose targets are a list", { channel: "daily", targets: ["release"] }, "targets"],
    ["whose clouds are names", { channel: "daily", targets: { openstack: ["release"] } }, "targets"],
    ["with a cloud that has no name", { channel: "daily", targets: { openstack: [{ project: "a" }] } }, "targets"],
    ["without a channel", { targets: { openstack: [{ cloud: "release" }] } }, "channel"],
  ])("%s is refused by name", (_case, values, key) => {
    expect(() => neighbourOf("Pulumi.a.yaml", values)).toThrow(
      new RegExp(`^cloud-images:${key} of Pulumi\\.a\\.yaml: expected .*cannot be told; correct the file`),
    );
  });
});
