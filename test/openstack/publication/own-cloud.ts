import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { verdictSchema, type VerdictFile } from "../../../images/boot-tests/evidence.ts";
import { ask } from "../../../clients/openstack/answer.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { leasedThings } from "../../../workloads/test-vm/leftovers.ts";
import { ports } from "../../../clients/openstack/services/neutron.ts";
import { findServers } from "../../../clients/openstack/services/nova.ts";
import { World } from "../../engine/world.ts";
import { Projects } from "./projects.ts";

/** A stack for one image that boots, with a project of its own, the cloud `own`, to boot servers in; and an outsider's. */
export class OwnCloud {
  readonly world: World;
  readonly projects: Projects;
  readonly own: Connection;
  readonly #network: string;

  private constructor(world: World, projects: Projects, own: Connection, network: string) {
    this.world = world;
    this.projects = projects;
    this.own = own;
    this.#network = network;
  }

  static async begin(config: Record<string, unknown>): Promise<OwnCloud> {
    const world = await World.begin({
      suite: "bookworm",
      expect: { required: ["genericcloud/amd64"], bestEffort: [] },
      now: "2026-07-17",
      ...config,
    });
    const projects = await Projects.begin(["own", "outsider"], `${world.state}.clouds.yaml`);
    const own = await projects.connection("own");
    return new OwnCloud(world, projects, own, await makeNetwork(own));
  }

  async end(): Promise<void> {
    await this.own.request("network", { method: "DELETE", path: `/networks/${this.#network}` });
    this.own.close();
    await this.projects.end();
    await this.world.end();
  }

  /** Where the evidence of an image's n-th test lies in the tree. */
  tests(version: string, attempt: number): string {
    return this.world.path(version, `debian-12-genericcloud-amd64-daily-${version}.tests`, String(attempt));
  }

  async verdict(version: string, attempt: number): Promise<VerdictFile> {
    const text = await readFile(path.join(this.tests(version, attempt), "verdict.json"), "utf8");
    return verdictSchema.parse(JSON.parse(text));
  }

  /** What tests have in the project: all but the images that are published. */
  async leftOfTests(): Promise<string[]> {
    const things = [
      ...(await leasedThings(this.own)),
      ...(await findServers(this.own)),
      ...(await ports(this.own, { project_id: this.own.project.id })),
    ];
    return things.map(({ name, id }) => `${name} ${id}`);
  }
}

/** The project's only one. No agent of Neutron's answers there: a guest has its address from the config drive. */
async function makeNetwork(own: Connection): Promise<string> {
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
