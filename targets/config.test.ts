import { describe, expect, it } from "vitest";
import { neighbourOf, sharedTargets, targetsSchema, type Neighbour } from "./config.ts";

const daily = (openstack: object[]) => ({ channel: "daily", targets: targetsSchema.parse({ openstack }) }) as const;

const release = (...openstack: object[]): Neighbour => ({
  file: "Pulumi.trixie-release.yaml",
  channel: "release",
  targets: targetsSchema.parse({ openstack }),
});

describe("two stacks of different channels", () => {
  it.each<[string, object, object, string]>([
    ["one entry of clouds.yaml", { cloud: "debian" }, { cloud: "debian" }, "targets.openstack.0.cloud"],
    [
      "one project by two entries",
      { cloud: "a", project: "debian" },
      { cloud: "b", project: "debian" },
      "targets.openstack.0.project",
    ],
  ])("may not share %s", (_case, own, other, where) => {
    expect(sharedTargets(daily([own]), [release(other)])).toEqual([
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
    expect(sharedTargets(daily([own]), [other])).toEqual([]);
  });
});

describe("a stack's file", () => {
  it("says to which clouds its stack publishes", () => {
    const clouds = [{ cloud: "release", project: "debian", required: false }];
    const values = { role: "publication", channel: "release", targets: { openstack: clouds } };
    const neighbour = neighbourOf("Pulumi.a.yaml", values);
    expect(neighbour).toMatchObject({ file: "Pulumi.a.yaml", channel: "release" });
    expect(neighbour?.targets["openstack"]?.targets.map(({ name }) => name)).toEqual(["openstack-release"]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["has no clouds", { channel: "daily" }],
    ["names none", { targets: { openstack: [] } }],
    ["is empty", {}],
    ["is of another role", { role: "amphora", targets: "a", clouds: [{ cloud: "release" }] }],
  ])("that %s says nothing of others", (_case, values) => {
    expect(neighbourOf("Pulumi.a.yaml", values)).toBeUndefined();
  });

  it("says it as JSON text as well, as the engine's own command writes it", () => {
    const values = { channel: "release", targets: '{"openstack": [{"cloud": "release"}]}' };
    expect(neighbourOf("Pulumi.a.yaml", values)?.targets["openstack"]?.owned).toHaveLength(1);
  });

  it("of role accounts says whose its accounts are", () => {
    const values = {
      role: "accounts",
      channel: "release",
      aws: { account: "136693071363" },
      gcp: { project: "debian-images-release", bucket: "debian" },
    };
    const targets = neighbourOf("Pulumi.accounts-release.yaml", values)?.targets ?? {};
    const identities = Object.values(targets).flatMap(({ owned }) => owned.flatMap((each) => each.identities));
    expect(identities.map(({ key, value }) => [key, value])).toEqual([
      ["account", "136693071363"],
      ["project", "debian-images-release"],
      ["bucket", "debian"],
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["whose targets are a list", { channel: "daily", targets: ["release"] }, "targets"],
    ["with a cloud that this program does not know", { channel: "daily", targets: { cloud9: {} } }, "targets"],
    ["whose clouds are names", { channel: "daily", targets: { openstack: ["release"] } }, "targets.openstack.0"],
    [
      "with a cloud that has no name",
      { channel: "daily", targets: { openstack: [{ project: "a" }] } },
      "targets.openstack.0.cloud",
    ],
    ["without a channel", { targets: { openstack: [{ cloud: "release" }] } }, "channel"],
  ])("%s is refused by name", (_case, values, key) => {
    expect(() => neighbourOf("Pulumi.a.yaml", values)).toThrow(
      new RegExp(`^cloud-images:${key} of Pulumi\\.a\\.yaml: expected .*cannot be told; correct the file`),
    );
  });
});
