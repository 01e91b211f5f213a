import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { glanceFaults, type GlanceFault } from "../../../test/peers/glance-proxy.ts";
import type { RuleName } from "../../../test/peers/gcp/rules.ts";
import { publishedOnce, type Published } from "../../openstack/provider/glance-world.fixture.ts";
import { machineOf } from "../model/properties.ts";
import { imageUrn, messageOf, GcpWorld, type GcpRun } from "./gcp-world.fixture.ts";

let published: Published;
let world: GcpWorld;
let run: GcpRun;

beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());
beforeEach(async () => {
  world = await GcpWorld.begin(published);
  run = await world.run();
});
afterEach(() => world.end());

/** The one image that is to be in the project, and nothing else. */
const theOne = () => ({
  name: world.image.name,
  status: "READY",
  family: "",
  architecture: "X86_64",
  guestOsFeatures: world.image.guestOsFeatures.map((type) => ({ type })),
  storageLocations: ["eu"],
  labels: world.image.labels,
  policy: { bindings: [] },
});

const calls = {
  look: /^GET .*\/images\/[^/]+$/,
  beginUpload: /^POST \/upload\//,
  piece: /^PUT \/upload\//,
  insert: /^POST .*\/images\?/,
  wait: /\/wait$/,
  dropObject: /^DELETE \/storage\//,
} as const;

describe("an image in Compute Engine", () => {
  it("is made private, in no family, with its architecture, features and labels, and its object goes", async () => {
    const outputs = await run.make(world.image);
    expect(outputs).toMatchObject({
      ref: `projects/debian-daily-tests/global/images/${world.image.name}`,
      result: "passed",
    });
    expect(world.only).toMatchObject(theOne());
    expect(world.objects()).toEqual([]);
  });

  it("has only features that machines of its arch have: Google refuses SEV on arm64 (coreos/fedora-coreos-tracker#2106)", async () => {
    const arm = { ...world.image, ...machineOf({ arch: "arm64" }) };
    const secret = [...arm.guestOsFeatures, "SEV_CAPABLE"];
    expect(await messageOf(run.make({ ...arm, guestOsFeatures: secret }))).toMatch(/feature is not supported/);
    expect(await (await world.run()).make(arm)).toMatchObject({ result: "passed" });
    expect(world.only.architecture).toBe("ARM64");
  });

  it("is adopted by a run that knows nothing of it, and not sent again", async () => {
    await run.make(world.image);
    const sent = world.google.count(calls.piece);
    expect(await (await world.run()).make(world.image)).toMatchObject({ result: "passed" });
    expect(world.google.count(calls.piece)).toBe(sent);
    expect(world.google.count(calls.insert)).toBe(1);
  });

  it("of a name that others gave their own image is refused, and theirs is not touched", async () => {
    await run.make({ ...world.image, digest: "f".repeat(128), labels: { "debian-digest": "f".repeat(63) } });
    expect(await messageOf(run.make(world.image))).toMatch(/debian-digest.*it was not touched/);
    expect(world.only.labels).toEqual({ "debian-digest": "f".repeat(63) });
  });

  it("that Google did not finish goes, and is made again", async () => {
    await run.make(world.image);
    world.only.status = "FAILED";
    expect(await (await world.run()).make(world.image)).toMatchObject({ result: "passed" });
    expect(world.only).toMatchObject(theOne());
  });

  it("keeps labels that others gave it, and gets its own back", async () => {
    await run.make(world.image);
    world.only.labels = { theirs: "kept", ...world.image.labels, "debian-vendor": "another" };
    await (await world.run()).make(world.image);
    expect(world.only.labels).toEqual({ theirs: "kept", ...world.image.labels });
  });

  it("whose object was there with other bytes is made of the right ones", async () => {
    await run.make(world.image);
    const bucket = world.google.state.buckets.get(world.image.bucket);
    const name = `${world.image.name}-${world.image.digest.slice(0, 16)}.tar.gz`;
    world.ownProject.images.clear();
    const bytes = Buffer.from("other bytes");
    bucket?.objects.set(name, { name, generation: "1", bytes, metadata: {}, contentType: "" });
    expect(await (await world.run()).make(world.image)).toMatchObject({ result: "passed" });
    expect(world.objects()).toEqual([]);
  });

  it("is not uploaded while its files have not passed", async () => {
    const { ref, result } = await run.make({ ...world.image, outcome: "failed" });
    expect({ ref, result }).toEqual({ ref: null, result: "broken: not uploaded: its files are failed" });
    expect(world.google.calls).toEqual([]);
  });

  it("of a best-effort project is told when it fails, and stops nothing", async () => {
    world.ownProject.quota = 0;
    const outputs = await run.make({ ...world.image, required: false });
    expect(outputs.result).toMatch(/^broken: .*QUOTA_EXCEEDED.*ask Google for a higher quota/);
    expect(run.said).toHaveLength(1);
    world.ownProject.quota = 10;
    expect(await run.provider.diff(imageUrn, outputs, { ...world.image })).toMatchObject({ changes: ["result"] });
    expect(await run.provider.update(imageUrn, outputs, { ...world.image })).toMatchObject({ result: "passed" });
  });

  it("that is there stays known when an update of it fails, so that it can be hidden and is not forgotten", async () => {
    const made = await run.make({ ...world.image, required: false });
    world.google.refuse(/./, "forbidden", 99);
    const news = { ...world.image, required: false, labels: { ...world.image.labels, theirs: "new" } };
    expect(await run.provider.update(imageUrn, made, news)).toMatchObject({
      ref: made.ref,
      result: expect.stringMatching(/^broken: /) as unknown,
    });
  });

  it("is never made where its operation is done with an error, though Google says 200", async () => {
    world.ownProject.quota = 0;
    expect(await messageOf(run.make(world.image))).toMatch(/"403 QUOTA_EXCEEDED: Quota 'IMAGES' exceeded\."/);
    expect(world.images()).toEqual([]);
  });

  it.each<[RuleName, RegExp]>([
    ["rateLimited", /\/images/],
    ["rateLimited", /\/upload\//],
    ["tooManyRequests", /\/images/],
    ["tooManyRequests", /\/upload\//],
  ])("is made in spite of %s at %s, since Google says to ask later", async (rule, call) => {
    world.google.refuse(call, rule, 2);
    expect(await run.make(world.image)).toMatchObject({ result: "passed" });
  });

  it("needs the token of its project: with another there is one refused call, and what to do", async () => {
    world.google.refuse(/./, "unauthenticated", 99);
    expect(await messageOf(run.make(world.image))).toMatch(/401 authError.*renew the credentials/);
    expect(world.google.calls).toHaveLength(1);
  });
});

const table = Object.keys(calls).flatMap((call) =>
  glanceFaults.map((fault): [GlanceFault, keyof typeof calls] => [fault, call as keyof typeof calls]),
);

describe("after trouble there is one image, ready and private, with the right bytes, and no object", () => {
  it.each(table)("%s at %s, once", async (fault, call) => {
    world.proxy.slowness = 50;
    world.proxy.trouble(calls[call], fault);
    await messageOf((await world.run({ answer: 500, wait: 500, piece: 500 })).make(world.image));
    await world.proxy.settled();
    expect(await (await world.run()).make(world.image)).toMatchObject({ result: "passed" });
    expect(world.only).toMatchObject(theOne());
    expect(world.objects()).toEqual([]);
  });

  it.each(Object.keys(calls) as (keyof typeof calls)[])("a kill at %s", async (call) => {
    world.proxy.trouble(calls[call], "too late");
    const killed = messageOf(run.make(world.image));
    while (world.proxy.struck === 0) await new Promise((resolve) => setImmediate(resolve));
    await run.provider.cancel();
    expect(await killed).toBe("the run was cancelled");
    await world.proxy.settled();
    expect(await (await world.run()).make(world.image)).toMatchObject({ result: "passed" });
    expect(world.only).toMatchObject(theOne());
    expect(world.objects()).toEqual([]);
  });
});
