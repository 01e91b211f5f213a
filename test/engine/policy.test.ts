import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { expectExit, textOf } from "./command/said.ts";
import { World } from "./world/world.ts";

const version = "20260701-2526";

test("the rules stop a preview and a run of the team's stack, whoever starts the engine, and find what a state has already", async () => {
  const world = await World.ofTest();
  expectExit(await world.makeStack("trixie-daily"), 0);
  await world.arrive(version);
  expectExit(await world.up(), 0);
  const tree = await world.fingerprint();

  const analyze = (...args: string[]) => world.pulumi(() => ["policy", "analyze", "--policy-pack", "policy", ...args]);
  expectExit(await analyze("--stack", world.stack), 0);
  const { stdout: state } = await world.pulumi(() => ["stack", "export", "--stack", world.stack]);
  const file = path.join(world.folder, "spoilt-state.json");
  await writeFile(file, state.replace(/"hideAfter": *14/, '"hideAfter": 1'));
  const found = await analyze("--file", file);
  expect(found.exitCode).not.toBe(0);
  expect(textOf(found)).toContain("retention.hideAfter is 1: expected 3 to 60");

  world.configure({ retention: { hideAfter: "4 days", deleteAfter: { clouds: "8 days", mirror: "9 days" } } });
  const all = [
    await world.preview(),
    await world.up(),
    await world.pulumiAlone("preview"),
    await world.pulumiAlone("up"),
  ];
  for (const said of all) {
    expectExit(said, 1);
    expect(textOf(said)).toContain("retention-within-bounds");
    expect(textOf(said)).toContain("retention.deleteAfter.mirror is 9: expected 30 to 400");
  }
  expect(await world.fingerprint()).toEqual(tree);
});

test("the policy pack sees through a secret, refuses none that is a credential, and knows a resource's component", async () => {
  const image = "debian-13-generic-amd64-20260717-2542";
  const urn = (types: string, name: string) => `urn:pulumi:trixie-release::cloud-images::${types}::${name}`;
  const component = urn("debian:cloud:PublishedImage", image);
  const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(value),
  });
  const access = { image, phase: "withdrawn", visibility: secret("public"), hidden: true };
  const resources = [
    { urn: component, type: "debian:cloud:PublishedImage", inputs: { listed: ["mirror"] } },
    { urn: urn("debian:cloud:PublishedImage$debian:mirror:ImageFiles", `${image}-files`), inputs: { image } },
    { urn: urn("debian:openstack:ImageAccess", `${image}-openstack-access`), inputs: access },
    {
      urn: urn("openstack:compute/instance:Instance", "server"),
      inputs: { adminPass: secret("k7Qz91xWp2Lm4v"), userData: secret(`glrt-${"a1b2c3d4".repeat(3)}`) },
    },
  ].map(({ urn: own, inputs }) => {
    const type = own.split("::")[2]?.split("$").at(-1) ?? "";
    const custom = !type.includes(":cloud:");
    return { urn: own, type, custom, ...(custom && { id: "x" }), inputs, outputs: {} };
  });
  const world = await World.ofTest();
  const file = path.join(world.folder, "state.json");
  await writeFile(file, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
  const said = await world.pulumi(() => ["policy", "analyze", "--policy-pack", "policy", "--file", file]);
  expect(said.exitCode).not.toBe(0);
  const found = [...textOf(said).matchAll(/\[mandatory\] +(\S+) +\((.*)\)/g)].map(([, rule, of]) => `${rule}: ${of}`);
  expect(found.toSorted()).toEqual([
    "no-secret-in-user-data: openstack:compute:Instance: server",
    `public-in-phases: debian:openstack:ImageAccess: ${image}-openstack-access`,
    `release-protected: debian:mirror:ImageFiles: ${image}-files`,
  ]);
});

test.each(["preview", "up"] as const)(
  "a secret hides nothing from the program's own rules in pulumi %s",
  async (verb) => {
    const world = await World.ofTest();
    await world.makeStack("trixie-daily");
    const said = await world.pulumiAlone(verb, {
      modules: { "stacks/publication/guard.ts": "test/variants/secret-visibility.ts" },
    });
    expect(said.exitCode).not.toBe(0);
    expect(textOf(said)).toContain(
      "refused by policy, amphora-never-public: x: visibility: expected private, not public",
    );
  },
);
