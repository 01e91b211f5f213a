import { readFile, readdir, readlink } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { verdictSchema } from "../../images/boot-test/evidence.ts";
import { indexSchema } from "../../images/record.ts";
import { ask } from "../../openstack/answer.ts";
import type { Connection } from "../../openstack/connection.ts";
import { findImages } from "../../openstack/glance.ts";
import { leasedThings } from "../../openstack/leftovers.ts";
import { ports } from "../../openstack/neutron.ts";
import { findServers } from "../../openstack/nova.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";
import { World } from "../engine/world.ts";
import { copyBuild, realArtifact } from "./images.ts";
import { Projects } from "./publication/projects.ts";

const version = "20260717-2542";
const name = `debian-12-genericcloud-amd64-daily-${version}`;
const target = "openstack-own";
if (!isRoot()) console.warn("NOT TESTED: boot tests as a Nova server of a bootable image, which only root can install");

let world: World;
let projects: Projects;
let own: Connection;
let network: string;

beforeEach(async () => {
  world = await World.begin({
    suite: "bookworm",
    expect: { required: ["genericcloud/amd64"], bestEffort: [] },
    targets: { openstack: [{ cloud: "own", visibility: "community" }] },
    tests: { gate: "boot", firmware: ["bios"], where: { "genericcloud/amd64": "qemu, nova:own" } },
    now: "2026-07-17",
  });
  projects = await Projects.begin(["own", "outsider"], `${world.state}.clouds.yaml`);
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", projects.file);
  own = await projects.connection("own");
  network = await makeNetwork();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await own.request("network", { method: "DELETE", path: `/networks/${network}` });
  own.close();
  await projects.end();
  await world.end();
});

/** The project's only one. No agent of Neutron's answers there: a guest has its address from the config drive. */
async function makeNetwork(): Promise<string> {
  const { network } = await ask(own, "network", {
    method: "POST",
    path: "/networks",
    json: { network: { name: "boots" } },
    schema: z.object({ network: z.object({ id: z.string() }) }),
  });
  const subnet = { network_id: network.id, name: "boots", ip_version: 4, cidr: "10.79.0.0/24", enable_dhcp: false };
  await own.request("network", { method: "POST", path: "/subnets", json: { subnet } });
  return network.id;
}

describe.runIf(isRoot())("a real Debian", () => {
  it(
    "is in the tree, in Glance, in latest and in the index once it booted in QEMU and as a server of a cloud",
    async () => {
      await copyBuild(await realArtifact({ version }), world.artifacts);
      const said = await world.up();
      expect(said, said.stdout + said.stderr).toMatchObject({ exitCode: 0 });

      const tests = world.path(version, `${name}.tests`, "1");
      const verdict = verdictSchema.parse(JSON.parse(await readFile(path.join(tests, "verdict.json"), "utf8")));
      expect(verdict).toMatchObject({ outcome: "passed", findings: [], where: "qemu, nova:own" });
      expect(verdict.boots.map(({ where, firmware }) => [where, firmware])).toEqual([
        ["qemu", "bios"],
        ["nova:own", "bios"],
      ]);
      for (const { checks } of verdict.boots)
        for (const check of checks) expect(check).toMatchObject({ result: "passed" });
      const consoles = (await readdir(tests)).filter((file) => file.startsWith("console-"));
      expect(consoles.toSorted()).toEqual(["console-bios.log", "console-nova-own-bios.log"]);
      expect(await readFile(path.join(tests, "console-nova-own-bios.log"), "utf8")).toMatch(/ login: /);

      expect(await shownEverywhere()).toEqual({ mirror: "current", [target]: "current" });
      expect(await readlink(world.path("latest"))).toContain(version);
      expect(await world.publicProblems()).toEqual([]);
      expect(await leftOfTests()).toEqual([]);

      const before = await world.fingerprint();
      expect(await world.up()).toMatchObject({ exitCode: 0 });
      expect(await world.fingerprint()).toEqual(before);
    },
    20 * 60_000,
  );
});

/** Its phases in the index, once what the index says is what a stranger finds: the same bytes under the id that it names. */
async function shownEverywhere(): Promise<Record<string, string>> {
  const index = indexSchema.parse(JSON.parse(await readFile(world.path("index.json"), "utf8")));
  const image = index.sets[0]?.images.find((each) => each.name === name);
  const outsider = await projects.connection("outsider");
  const seen = await findImages(outsider, { visibility: "community", owner: own.project.id });
  outsider.close();
  const sha512 = image?.files.find((file) => file.name.endsWith(".qcow2"))?.sha512;
  expect(seen).toMatchObject([{ name, os_hash_value: sha512, id: image?.targets[target]?.refs[0] }]);
  return Object.fromEntries(Object.entries(image?.targets ?? {}).map(([key, { phase }]) => [key, phase]));
}

/** Everything in the project beside the image that is published. */
async function leftOfTests(): Promise<string[]> {
  const things = [
    ...(await leasedThings(own)),
    ...(await findServers(own)),
    ...(await ports(own, { project_id: own.project.id })),
  ];
  return things.map(({ name: left, id }) => `${left} ${id}`);
}
