import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { ownValues, parseSettings } from "../../stacks/config.ts";
import { archesOf, testingSchema } from "./config.ts";

const file = "Pulumi.testing.yaml";
const source = { folder: "/project", file, backend: undefined };
const content: unknown = parse(readFileSync(path.join(import.meta.dirname, "../..", file), "utf8"));
const example = ownValues(z.object({ config: z.record(z.string(), z.unknown()) }).parse(content).config);

const cloudWith = (tempest: object) => ({
  cloud: "x",
  arches: ["amd64"],
  flavors: ["small"],
  networks: ["lab"],
  vms: 1,
  tempest: { image: "trixie-generic", flavor: "small", network: "lab", accounts: ["x"], ...tempest },
});

describe("the stack testing", () => {
  it("is configured as its example is", () => {
    expect(parseSettings(example, source)).toMatchObject({
      clouds: [{ cloud: "debian" }, { cloud: "linaro" }, { cloud: "minicloud" }],
      expires: 6,
    });
  });

  it("runs Tempest where a cloud says as whom, for two hours at most", () => {
    const { clouds } = testingSchema.parse(example);
    expect(clouds.map(({ tempest }) => tempest)).toMatchObject([
      { accounts: ["debian-tempest"], admin: null, patience: 120, settings: {} },
      null,
      null,
    ]);
  });

  it.each([
    ["bare metal", { hypervisor: "ironic", arches: ["amd64", "arm64"] }],
    ["containers", { hypervisor: "lxc", arches: ["amd64"] }],
    ["POWER", { hypervisor: "kvm", arches: ["ppc64el"] }],
  ])("takes a partner's cloud of %s as one more entry", (_case, partner) => {
    const entry = { cloud: "partner", flavors: ["small"], networks: ["lab"], vms: 2, ...partner };
    const clouds = [...testingSchema.parse(example).clouds, entry];
    expect(testingSchema.parse({ ...example, clouds }).clouds.at(-1)).toMatchObject(entry);
  });

  it("understands its numbers as the engine gives them: as text", () => {
    expect(testingSchema.safeParse({ ...example, vms: "16", patience: "0.5" }).data).toMatchObject({
      vms: 16,
      patience: 0.5,
    });
  });

  it.each([
    ["hours and days", "2 days", 48],
    ["one hour", "1 hour", 1],
  ])("reads an end in %s", (_case, expires, hours) => {
    expect(testingSchema.parse({ ...example, expires }).expires).toBe(hours);
  });

  it.each([
    ["an end that never comes", { expires: "never" }, "cloud-images:expires"],
    ["no VM at all", { vms: 0 }, "cloud-images:vms"],
    ["a cloud without a number of VMs", { clouds: [{ cloud: "x", arches: ["amd64"] }] }, "cloud-images:clouds"],
    ["an architecture that is not tested", { clouds: [{ cloud: "x", arches: ["s390x"] }] }, "arches"],
    ["a private key", { key: "-----BEGIN OPENSSH PRIVATE KEY-----" }, "cloud-images:key"],
    ["a cloud twice", { clouds: [cloudWith({}), cloudWith({})] }, "each cloud once"],
    ["a Tempest that is nobody", { clouds: [cloudWith({ accounts: [] })] }, "tempest.accounts"],
    [
      "a secret among Tempest's settings",
      { clouds: [cloudWith({ settings: { identity: { admin_password: "ohS9kei7Aethoo4u" } } })] },
      "admin_password",
    ],
    ["a key that nobody knows", { colour: "red" }, "cloud-images:colour"],
  ])("refuses %s, and names the key", (_case, wrong, where) => {
    expect(() => parseSettings({ ...example, ...wrong }, source)).toThrow(where);
  });

  it("has an image where there is a file for it", () => {
    const { images } = testingSchema.parse(example);
    const all = ["amd64", "arm64", "ppc64el"];
    expect(Object.values(images).map(archesOf)).toEqual([all, all, ["amd64"]]);
  });
});
