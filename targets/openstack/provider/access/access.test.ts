import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GlanceImageOutputs, ImageAccessInputs } from "../../model/resources.ts";
import { glanceCalls, glanceFaults } from "../../../../test/peers/glance-proxy.ts";
import { GlanceStandIn } from "../../../../test/peers/glance-stand-in.ts";
import {
  accessUrn,
  before,
  publishedOnce,
  shown,
  type Before,
  type Published,
  type Run,
} from "../glance-world.fixture.ts";

let published: Published;
let glance: GlanceStandIn;
let cloud: Before;
let run: Run;
let uploaded: GlanceImageOutputs;

beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());
beforeEach(async () => {
  glance = await GlanceStandIn.start();
  cloud = await before(published, glance.url, (url) => glance.cloudsFile("c", url));
  run = await cloud.run();
  uploaded = await run.upload(published.inputs);
});
afterEach(async () => {
  await cloud.end();
  await glance.end();
});

const settle = async (inputs: ImageAccessInputs, by = run) => by.provider.create(accessUrn, { ...inputs });
const image = () => glance.images.get(uploaded.glanceId ?? "");
const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it succeeded",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe("who sees an image", () => {
  it.each<[string, Partial<ImageAccessInputs>, Record<string, unknown>]>([
    ["current", {}, { visibility: "community", os_hidden: false }],
    ["public", { visibility: "public" }, { visibility: "public", os_hidden: false }],
    ["superseded", { replacement: "20260718-2543" }, { visibility: "community", debian_replacement: "20260718-2543" }],
    ["hidden", { hidden: true }, { visibility: "community", os_hidden: true }],
    ["withdrawn", { visibility: "private", hidden: true }, { visibility: "private", os_hidden: true }],
  ])("changes in one call when it is %s", async (_phase, change, seen) => {
    expect((await settle({ ...shown(uploaded), ...change })).outputs).toMatchObject({ standing: "passed" });
    expect(image()).toMatchObject(seen);
    expect(glance.count("PATCH")).toBe(1);
  });

  it("is left alone where it is right", async () => {
    await settle({ ...shown(uploaded), visibility: "private" });
    expect(glance.count("PATCH")).toBe(0);
  });

  it("loses a replacement that is none any more", async () => {
    await settle({ ...shown(uploaded), replacement: "20260718-2543" });
    await settle(shown(uploaded));
    expect(image()).not.toHaveProperty("debian_replacement");
  });

  it("differs only by what is wanted of the image", async () => {
    const { outputs } = await settle(shown(uploaded));
    const diff = async (change: Partial<ImageAccessInputs>) =>
      run.provider.diff(accessUrn, outputs, { ...shown(uploaded), ...change });
    expect(await diff({ phase: "superseded", required: false })).toEqual({ changes: [], replaces: [] });
    expect(await diff({ hidden: true })).toEqual({ changes: ["hidden"], replaces: [] });
    expect(await diff({ repair: ["visibility"] })).toEqual({ changes: ["repair"], replaces: [] });
  });

  it("is nobody once the resource goes, and the bytes stay", async () => {
    const { outputs } = await settle(shown(uploaded));
    await run.provider.delete(accessUrn, outputs);
    await run.provider.delete(accessUrn, outputs);
    expect(image()).toMatchObject({ status: "active", visibility: "private", os_hidden: true });
    glance.images.clear();
    await run.provider.delete(accessUrn, outputs);
  });

  it("is seen to differ when somebody changes it", async () => {
    const { outputs } = await settle(shown(uploaded));
    Object.assign(image() ?? {}, { visibility: "private" });
    const read = await run.provider.read(accessUrn, { id: "x", outputs, inputs: shown(uploaded) });
    expect(read?.outputs.standing).toBe("drifted: visibility");
    glance.images.clear();
    expect(await run.provider.read(accessUrn, { id: "x", outputs, inputs: shown(uploaded) })).toBeUndefined();
  });
});

describe("nobody is shown", () => {
  it.each([
    ["what is not whole", { status: "queued" }, /it is queued.*before it is shown/],
    ["other bytes than the recorded", { os_hash_value: "0".repeat(128) }, /Glance's sha512 is 000.*before it is shown/],
    ["an image of another name", { name: "another" }, /is "another": expected debian-13-/],
    ["an image of another project", { owner: "another" }, /of the project daily/],
  ])("%s", async (_what, change, said) => {
    Object.assign(image() ?? {}, change);
    expect(await messageOf(settle(shown(uploaded)))).toMatch(said);
    expect(image()).toMatchObject({ visibility: "private" });
  });

  it("an image that is gone: that is an error, or told of a best-effort cloud", async () => {
    glance.images.clear();
    expect(await messageOf(settle(shown(uploaded)))).toMatch(
      /image .*: expected debian-13-.*run again after a refresh/,
    );
    const { outputs } = await settle({ ...shown(uploaded), required: false });
    expect(outputs.standing).toMatch(/^broken: /);
  });

  it("an image that is gone is hidden enough", async () => {
    glance.images.clear();
    const { outputs } = await settle({ ...shown(uploaded), visibility: "private", hidden: true });
    expect(outputs).toMatchObject({ standing: "passed" });
  });

  it("an image that was never uploaded, and nothing fails", async () => {
    const { outputs } = await settle({ ...shown(uploaded), glanceId: null });
    expect(outputs.standing).toMatch(/^broken: it is not in the cloud yet/);
  });
});

describe("after trouble the image is seen as wanted", () => {
  const table = (["read", "change"] as const).flatMap((call) => glanceFaults.map((fault) => [fault, call] as const));

  it.each(table)("%s at %s", async (fault, call) => {
    cloud.proxy.slowness = 50;
    await settle({ ...shown(uploaded), replacement: "20260718-2543" });
    cloud.proxy.trouble(glanceCalls[call], fault);
    await messageOf(settle({ ...shown(uploaded), hidden: true }));
    await cloud.proxy.settled();
    await settle({ ...shown(uploaded), hidden: true }, await cloud.run());
    expect(image()).toMatchObject({ visibility: "community", os_hidden: true });
    expect(image()).not.toHaveProperty("debian_replacement");
  });

  it("though the reply to what it asked for is lost: Glance is looked at, not asked again", async () => {
    await settle({ ...shown(uploaded), replacement: "20260718-2543" });
    cloud.proxy.trouble(glanceCalls.change, "reply lost");
    expect((await settle(shown(uploaded))).outputs).toMatchObject({ standing: "passed" });
    expect(image()).not.toHaveProperty("debian_replacement");
  });
});
