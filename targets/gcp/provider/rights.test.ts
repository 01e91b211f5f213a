import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeTombstone } from "../../../provider/mirror/world.fixture.ts";
import { publishedOnce, type Published } from "../../openstack/provider/glance-world.fixture.ts";
import { deleterToken } from "../../../test/peers/gcp/gcp-stand-in.ts";
import { actionsOf } from "../../rights.ts";
import { gcpRights } from "../model/rights.ts";
import { gcpTargetName } from "../model/target.ts";
import { GcpWorld, imageUrn, messageOf } from "./gcp-world.fixture.ts";

let published: Published;
let world: GcpWorld;
beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());
beforeEach(async () => {
  world = await GcpWorld.begin(published);
});
afterEach(() => world.end());

/** Asked by `facts.ts` alone; facts.test.ts shows what comes of each refusal. */
const ofFacts = new Set(["compute.projects.get", "compute.images.list", "storage.buckets.get", "orgpolicy.policy.get"]);

/** An image's whole life in the project, but for its deletion. */
async function publish(): Promise<string> {
  const run = await world.run();
  const life = async (): Promise<void> => {
    await run.make(world.image);
    await run.settle(world.access);
    await run.lead(world.leading(world.image.name));
    await run.settle({ ...world.access, phase: "superseded", replacement: "20260718-2543" });
    await run.settle({ ...world.access, phase: "withdrawn", public: false, family: null, obsolete: true });
  };
  return messageOf(life());
}

async function remove(more: NodeJS.ProcessEnv = {}): Promise<string> {
  const run = await world.run({}, more);
  await writeTombstone(run, published.image, world.image.digest, gcpTargetName(world.image.project));
  const outputs = { ...world.image, ref: "made", result: "passed" };
  return messageOf(run.provider.delete(imageUrn, outputs));
}

describe("the table of rights", () => {
  const publishing = actionsOf(gcpRights, "publish");
  const deleting = actionsOf(gcpRights, "delete");

  it("is enough to publish an image, and to delete it", async () => {
    world.google.permissions = new Set(publishing);
    expect(await publish()).toBe("it succeeded");
    world.google.permissions = new Set(deleting);
    expect(await remove()).toBe("it succeeded");
    expect(world.images()).toEqual([]);
  });

  it.each(publishing.filter((permission) => !ofFacts.has(permission)))(
    "has nothing too much for publishing: without %s it fails",
    async (permission) => {
      world.google.permissions = new Set(publishing.filter((other) => other !== permission));
      expect(await publish()).toMatch(/"403 forbidden: .*rights\.json/);
    },
  );

  it.each(deleting)("has nothing too much for deletion: without %s it fails", async (permission) => {
    await publish();
    const name = `${world.image.name}-${world.image.digest.slice(0, 16)}.tar.gz`;
    const left = { name, generation: "1", bytes: Buffer.from("left by a killed run"), metadata: {}, contentType: "" };
    world.google.state.buckets.get(world.image.bucket)?.objects.set(name, left);
    world.google.permissions = new Set(deleting.filter((other) => other !== permission));
    expect(await remove()).toMatch(/"403 forbidden: .*rights\.json/);
  });

  it("lets nobody who publishes delete an image: an identity of its own does, which needs no more", async () => {
    expect(publishing).not.toContain("compute.images.delete");
    world.google.permissions = new Set(publishing);
    world.google.deleterPermissions = new Set(deleting);
    expect(await publish()).toBe("it succeeded");
    expect(await remove()).toMatch(/"403 forbidden/);
    expect(world.images()).toHaveLength(1);
    expect(await remove({ GOOGLE_DELETE_ACCESS_TOKEN: deleterToken })).toBe("it succeeded");
    expect(world.images()).toEqual([]);
  });

  it("lets an image that Google did not finish be made again: the identity that deletes takes it away", async () => {
    const own = { GOOGLE_DELETE_ACCESS_TOKEN: deleterToken };
    await (await world.run()).make(world.image);
    world.only.status = "FAILED";
    world.google.permissions = new Set(publishing);
    world.google.deleterPermissions = new Set(deleting);
    expect(await messageOf(world.run({}, own).then((run) => run.make(world.image)))).toBe("it succeeded");
    expect(world.only.status).toBe("READY");
  });
});
