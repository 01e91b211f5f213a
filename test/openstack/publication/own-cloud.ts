import { readFile } from "node:fs/promises";
import path from "node:path";
import { verdictSchema, type VerdictFile } from "../../../images/boot-tests/evidence.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { leasedThings } from "../../../workloads/test-vm/leftovers.ts";
import { ports } from "../../../clients/openstack/services/neutron.ts";
import { findServers } from "../../../clients/openstack/services/nova.ts";
import { World } from "../../engine/world/world.ts";
import { deleteNetwork, makeNetwork } from "../network.ts";
import { Projects } from "./projects.ts";

/** A stack for one image that boots. The cloud `own` is a project in which servers boot, and `outsider` another project. */
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
    return new OwnCloud(world, projects, own, await makeNetwork(own, "boots", "10.79.0.0/24"));
  }

  async end(): Promise<void> {
    await deleteNetwork(this.own, this.#network);
    this.own.close();
    await this.projects.end();
    await this.world.end();
  }

  /** The folder in the tree with the evidence of the image's n-th test. */
  tests(version: string, attempt: number): string {
    return this.world.path(version, `debian-12-genericcloud-amd64-daily-${version}.tests`, String(attempt));
  }

  async verdict(version: string, attempt: number): Promise<VerdictFile> {
    const text = await readFile(path.join(this.tests(version, attempt), "verdict.json"), "utf8");
    return verdictSchema.parse(JSON.parse(text));
  }

  /** What tests left in the project: everything but the published images. */
  async leftOfTests(): Promise<string[]> {
    const things = [
      ...(await leasedThings(this.own)),
      ...(await findServers(this.own)),
      ...(await ports(this.own, { project_id: this.own.project.id })),
    ];
    return things.map(({ name, id }) => `${name} ${id}`);
  }
}
