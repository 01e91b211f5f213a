import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type Connection } from "../../clients/openstack/connection.ts";
import { deleteImage, findImages, patchImage, type GlanceImage } from "../../clients/openstack/services/glance.ts";
import { writeTombstone, dailyOf } from "../../provider/mirror/world.fixture.ts";
import {
  accessUrn,
  before,
  imageUrn,
  publishedOnce,
  shown,
  type Before,
  type Published,
} from "../../targets/openstack/provider/glance-world.fixture.ts";
import { glanceCalls, glanceFaults } from "../peers/glance-proxy.ts";
import { glanceRoot } from "./glance-root.ts";
import { version as versionOf } from "../samples/samples.ts";

/** What targets/openstack's own tests promise, with a real Glance. */

/** No other test's image has this name. */
const image = dailyOf(versionOf(`20190102-${process.pid}`));
const cloudName = "daily";

let published: Published;
let cloud: Before;
let direct: Connection;

beforeAll(async () => {
  published = await publishedOnce(image);
  direct = await connect(cloudName);
});
afterAll(async () => {
  direct.close();
  await published.world.end();
});
beforeEach(async () => {
  const clouds = parse(await readFile(process.env.OS_CLIENT_CONFIG_FILE ?? "clouds.yaml", "utf8")) as Clouds;
  const entry = clouds.clouds[cloudName];
  const cloudsFile = (glance: string) =>
    JSON.stringify({ clouds: { c: { ...entry, image_endpoint_override: glance } } });
  cloud = await before(published, await glanceRoot(direct), cloudsFile, { answer: 3_000, pause: 50 });
});
afterEach(async () => {
  await cloud.end();
  for (const { id } of await images()) {
    await patchImage(direct, id, [{ op: "replace", path: "/protected", value: false }]);
    await deleteImage(direct, id);
  }
});

interface Clouds {
  clouds: Record<string, object>;
}

async function images(): Promise<GlanceImage[]> {
  const query = { name: published.inputs.image };
  const found = await Promise.all([false, true].map((hidden) => findImages(direct, { ...query, hidden })));
  return found.flat();
}

const theOne = () => ({
  name: published.inputs.image,
  status: "active",
  visibility: "private",
  protected: true,
  os_hash_algo: "sha512",
  os_hash_value: published.sha512,
  properties: published.inputs.properties,
});

const ended = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => undefined);
};

// the stand-in's tests have every fault at every call; here are those in which Glance itself decides
const calls = ["list", "create", "upload", "read"] as const;
const once = (["create", "upload", "read"] as const).flatMap((call) =>
  glanceFaults.map((fault) => ({ fault, call, many: 1 })),
);
const always = (["create", "upload"] as const).flatMap((call) =>
  (["unavailable", "cut off", "reply lost"] as const).map((fault) => ({ fault, call, many: 99 })),
);

describe("after trouble a real Glance has one image, active, with the recorded bytes", () => {
  it.each([...once, ...always])("$fault at $call, $many times", async ({ fault, call, many }) => {
    cloud.proxy.trouble(glanceCalls[call], fault, many);
    await ended((await cloud.run()).upload(published.inputs));
    expect(cloud.proxy.struck).toBeGreaterThan(0);
    cloud.proxy.calm();
    await cloud.proxy.settled();
    const outputs = await (await cloud.run()).upload(published.inputs);
    const found = await images();
    expect(found).toMatchObject([theOne()]);
    expect(outputs).toMatchObject({ glanceId: found[0]?.id, standing: "passed" });
  });

  it.each(calls)("a kill at %s", async (call) => {
    cloud.proxy.trouble(glanceCalls[call], "too late");
    const run = await cloud.run();
    const killed = ended(run.upload(published.inputs));
    while (cloud.proxy.struck === 0) await new Promise((resolve) => setImmediate(resolve));
    await run.provider.cancel();
    await killed;
    await cloud.proxy.settled();
    await (await cloud.run()).upload(published.inputs);
    expect(await images()).toMatchObject([theOne()]);
  });
});

describe("an image in a real Glance", () => {
  it("is shown, superseded, hidden and withdrawn in place, and goes only with its tombstone", async () => {
    const { provider, upload } = await cloud.run();
    const uploaded = await upload(published.inputs);
    const current = shown(uploaded);
    const created = await provider.create(accessUrn, { ...current });
    expect(await images()).toMatchObject([{ visibility: "community", os_hidden: false }]);
    const superseded = { ...current, replacement: "20190103-1" };
    const second = await provider.update(accessUrn, created.outputs, superseded);
    expect(await images()).toMatchObject([{ properties: { debian_replacement: "20190103-1" } }]);
    const third = await provider.update(accessUrn, second, { ...superseded, hidden: true });
    expect(await images()).toMatchObject([{ visibility: "community", os_hidden: true }]);
    const withdrawn = { ...current, visibility: "private", hidden: true };
    const last = await provider.update(accessUrn, third, withdrawn);
    expect(await images()).toMatchObject([{ ...theOne(), os_hidden: true }]);
    expect(await provider.read(accessUrn, { id: "x", outputs: last, inputs: withdrawn })).toMatchObject({
      outputs: { standing: "passed" },
    });
    await expect(provider.delete(imageUrn, uploaded)).rejects.toThrow(/openstack-c: expected a tombstone/);
    await writeTombstone(published.world, image, published.inputs.digest, "openstack-c");
    await provider.delete(imageUrn, uploaded);
    await provider.delete(imageUrn, uploaded);
    expect(await images()).toEqual([]);
    expect(await provider.read(imageUrn, { id: "x", outputs: uploaded, inputs: {} })).toBeUndefined();
  });

  it("is made again under another id once it was deleted, for Glance gives none twice", async () => {
    const first = await (await cloud.run()).upload(published.inputs);
    await patchImage(direct, first.glanceId ?? "", [{ op: "replace", path: "/protected", value: false }]);
    await deleteImage(direct, first.glanceId ?? "");
    const second = await (await cloud.run()).upload(published.inputs);
    expect(second.glanceId).not.toBe(first.glanceId);
    expect(await images()).toMatchObject([theOne()]);
  });

  it("is refused to credentials of another project, before anything is sent", async () => {
    const { upload } = await cloud.run();
    await expect(upload({ ...published.inputs, project: "release" })).rejects.toThrow(/is "daily": expected release/);
    expect(await images()).toEqual([]);
  });
});
