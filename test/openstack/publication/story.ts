import { readFile } from "node:fs/promises";
import { indexSchema, type IndexRecord } from "../../../images/tree/record.ts";
import { findImages, type GlanceImage } from "../../../clients/openstack/services/glance.ts";
import { World } from "../../engine/world/world.ts";
import { Projects } from "./projects.ts";

/** A stack that publishes to a required and to a best-effort cloud, and an outsider's project. */
export class CloudStory {
  readonly world: World;
  readonly projects: Projects;

  private constructor(world: World, projects: Projects) {
    this.world = world;
    this.projects = projects;
  }

  static async begin(): Promise<CloudStory> {
    const world = await World.begin({
      expect: { required: ["generic/amd64", "ec2/amd64"], bestEffort: ["genericcloud/amd64"] },
      retention: { hideAfter: "2 days", overlap: "1 day", deleteAfter: { clouds: "4 days", mirror: "6 days" } },
    });
    const projects = await Projects.begin(clouds, `${world.state}.clouds.yaml`);
    const story = new CloudStory(world, projects);
    story.publishTo({});
    return story;
  }

  /** Configures the two clouds: the usual settings, with these over them. Null: the stack does not name the cloud. */
  publishTo({ daily = {}, partner = {} }: Partial<Record<"daily" | "partner", object | null>>): void {
    const usual = { daily: { project: this.projects.nameOf("daily"), required: true }, partner: { required: false } };
    const openstack = Object.entries({ daily, partner }).flatMap(([cloud, said]) =>
      said === null
        ? []
        : [{ cloud, visibility: "community", ...usual[cloud === "daily" ? cloud : "partner"], ...said }],
    );
    this.world.configure({ targets: { openstack } });
  }

  async end(): Promise<void> {
    await this.projects.end();
    await this.world.end();
  }

  /** By name: the community images of a project that a stranger finds. Hidden ones are not found. */
  async seenAt(cloud: string): Promise<Map<string, GlanceImage>> {
    return this.#list("outsider", cloud, "community");
  }

  /** By name: all images of a cloud's project. */
  async heldAt(cloud: string): Promise<Map<string, GlanceImage>> {
    return this.#list(cloud, cloud, "all");
  }

  async #list(reader: string, cloud: string, visibility: "community" | "all"): Promise<Map<string, GlanceImage>> {
    const [own, other] = await Promise.all([reader, cloud].map((name) => this.projects.connection(name)));
    if (own === undefined || other === undefined) throw new RangeError(cloud);
    const query = { visibility, owner: other.project.id };
    const images = await findImages(own, query);
    const hidden = visibility === "all" ? await findImages(own, { ...query, hidden: true }) : [];
    own.close();
    other.close();
    return new Map([...images, ...hidden].map((image) => [image.name ?? "", image]));
  }

  async index(): Promise<IndexRecord> {
    return indexSchema.parse(JSON.parse(await readFile(this.world.path("index.json"), "utf8")));
  }
}

const clouds = ["daily", "partner", "outsider"] as const;
export const members = ["generic/amd64", "genericcloud/amd64", "ec2/amd64"] as const;
