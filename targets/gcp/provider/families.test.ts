import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newestOf } from "../../../test/peers/gcp/images.ts";
import type { StoredImage } from "../../../test/peers/gcp/state.ts";
import { publishedOnce, type Published } from "../../openstack/provider/glance-world.fixture.ts";
import { gcpFamiliesOutputs, type GcpFamiliesInputs, type GcpFamiliesOutputs } from "../model/resources.ts";
import { familiesUrn, GcpWorld, messageOf, type GcpRun } from "./gcp-world.fixture.ts";

let published: Published;
let world: GcpWorld;
let run: GcpRun;
/** Made and public; the others are made before and after it. */
let own: StoredImage;

beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());
beforeEach(async () => {
  world = await GcpWorld.begin(published);
  run = await world.run();
  await run.make(world.image);
  await run.settle(world.access);
  own = world.only;
  own.creationTimestamp = "2026-07-17T00:00:00Z";
  world.google.calls.length = 0;
});
afterEach(() => world.end());

/** Another public image of ours in the family. */
function put(name: string, change: Partial<StoredImage> = {}): StoredImage {
  const image = { ...own, name, family: world.family, ...change };
  world.ownProject.images.set(name, image);
  return image;
}
const older = () => put("older", { creationTimestamp: "2026-07-16T00:00:00Z" });
const newer = (change: Partial<StoredImage> = {}) =>
  put("newer", { creationTimestamp: "2026-07-18T00:00:00Z", ...change });

const led = (): string => newestOf(world.ownProject, world.family).name;
/** By image, in their order. */
const moves = (): string[] => world.google.calls.flatMap((call) => /^PATCH .*\/images\/([^/?]+)/.exec(call)?.[1] ?? []);

describe("a family", () => {
  it("leads to the newest image; an older one stays in it, to be the next", async () => {
    older();
    expect(await run.lead(world.leading(own.name))).toMatchObject({ result: "passed" });
    expect(led()).toBe(own.name);
    expect(moves()).toEqual([own.name]);
    expect(world.ownProject.images.get("older")?.family).toBe(world.family);
  });

  it("leads backwards, where the newer image goes: the older one joins before the newer one leaves", async () => {
    newer();
    await run.lead(world.leading(own.name));
    expect(led()).toBe(own.name);
    expect(moves()).toEqual([own.name, "newer"]);
  });

  it("that leads where it should, as one that an earlier version of the program led, is left alone", async () => {
    own.family = world.family;
    older();
    expect(await run.lead(world.leading(own.name))).toMatchObject({ result: "passed" });
    expect(moves()).toEqual([]);
  });

  it.each<[string, Partial<StoredImage>, string]>([
    ["private", { policy: { etag: "1", version: 1, bindings: [] } }, `is "private"`],
    ["not ready", { status: "FAILED" }, `is "FAILED, ACTIVE"`],
    ["deprecated", { deprecated: { state: "OBSOLETE" } }, `is "READY, OBSOLETE"`],
  ])("never leads to an image that is %s", async (_is, change, value) => {
    older();
    Object.assign(own, change);
    expect(await messageOf(run.lead(world.leading(own.name)))).toContain(value);
    expect(led()).toBe("older");
  });

  it("with a newer image of somebody else's is an error that names it, and both are left alone", async () => {
    newer({ labels: {} });
    expect(await messageOf(run.lead(world.leading(own.name)))).toMatch(/is "newer": .*take newer out of the family/);
    expect(moves()).toEqual([]);
  });

  it("without a name is refused: it would be that of every image that has none (GoogleCloudPlatform/compute-image-tools#773)", async () => {
    put("somebody's", { family: "", labels: {} });
    newer({ family: "" });
    const nameless = { ...world.leading(null), families: { "": { image: own.name } } };
    expect(await messageOf(run.lead(nameless))).toContain("families");
    expect(world.google.calls).toEqual([]);
  });

  it("stays where it is without an image, and its state too", async () => {
    const before = await run.lead(world.leading(own.name));
    const after = await run.provider.update(familiesUrn, before, { ...world.leading(null) });
    expect(after).toEqual(before);
    expect(moves()).toEqual([own.name]);
  });

  it("stays where the project is down, and the next run leads it", async () => {
    const down = await run.lead(world.leading(own.name, { down: "503" }));
    expect(down).toMatchObject({
      result: "broken: the cloud is down (503)",
      families: { [world.family]: { image: null } },
    });
    expect(world.google.calls).toEqual([]);
    expect(await changesFrom(down, world.leading(own.name))).toEqual(["families"]);
  });

  it("is looked up by an index that may be late, and is waited for", async () => {
    world.google.refuse(/images\/family\//, "notFound", 3);
    expect(await run.lead(world.leading(own.name))).toMatchObject({ result: "passed" });
  });

  it("of a best-effort project that fails is told, and led by the next run", async () => {
    world.google.refuse(/./, "forbidden", 99);
    const broken = await run.lead(world.leading(own.name, { required: false }));
    expect(broken.result).toMatch(/^broken: /);
    expect(run.said).toHaveLength(1);
    expect(await changesFrom(broken, world.leading(own.name))).toEqual(["families"]);
  });

  it("is due only where its image is another, or somebody changed it", async () => {
    const settled = await run.lead(world.leading(own.name));
    expect(await changesFrom(settled, world.leading(own.name))).toEqual([]);
    expect(await changesFrom(settled, world.leading("newer"))).toEqual(["families"]);
    const repair = { families: { [world.family]: { image: own.name, repair: ["no family"] } } };
    expect(await changesFrom(settled, world.leading(own.name, repair))).toEqual(["families"]);
  });

  it("is seen to lead elsewhere, and put right", async () => {
    const settled = await run.lead(world.leading(own.name));
    newer();
    const read = (await run.provider.read(familiesUrn, { id: "x", outputs: settled, inputs: {} }))?.outputs;
    const found = gcpFamiliesOutputs.parse(read);
    expect(found.result).toBe(`drifted: ${world.family} leads to newer`);
    expect(await changesFrom(found, world.leading(own.name))).toEqual(["families"]);
    await run.provider.update(familiesUrn, found, { ...world.leading(own.name) });
    expect(led()).toBe(own.name);
  });

  it("keeps what it leads to when its resource goes", async () => {
    const settled = await run.lead(world.leading(own.name));
    await run.provider.delete(familiesUrn, settled);
    expect(led()).toBe(own.name);
  });
});

const changesFrom = async (olds: GcpFamiliesOutputs, news: GcpFamiliesInputs): Promise<readonly string[]> =>
  (await run.provider.diff(familiesUrn, { ...olds }, { ...news })).changes;
