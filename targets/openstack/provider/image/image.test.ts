import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { glanceProperties, usualHardware } from "../../model/properties.ts";
import { tree } from "../../../../images/tree/layout.ts";
import { openstackTargetName } from "../../model/target.ts";
import { glanceCalls, glanceFaults, type GlanceFault } from "../../../../test/peers/glance-proxy.ts";
import { GlanceStandIn, type StandInImage } from "../../../../test/peers/glance-stand-in.ts";
import { writeTombstone } from "../../../../provider/mirror/world.fixture.ts";
import { before, imageUrn, publishedOnce, type Before, type Published, type Run } from "../glance-world.fixture.ts";

let published: Published;
let glance: GlanceStandIn;
let cloud: Before;
let run: Run;

beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());
beforeEach(async () => {
  glance = await GlanceStandIn.start();
  cloud = await before(published, glance.url, (url) => glance.cloudsFile("c", url));
  run = await cloud.run();
});
afterEach(async () => {
  await cloud.end();
  await glance.end();
});

const images = (): StandInImage[] => [...glance.images.values()];

/** The one image that is to be in Glance, and nothing else. */
const theOne = ({ inputs, sha512 } = published) => ({
  name: inputs.image,
  status: "active",
  visibility: "private",
  protected: true,
  os_hash_value: sha512,
  min_disk: 3,
  disk_format: "qcow2",
  ...inputs.properties,
});

const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it succeeded",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe("an image in Glance", () => {
  it("is uploaded private and protected, with its properties and the recorded bytes", async () => {
    const outputs = await run.upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
    expect(outputs).toMatchObject({ glanceId: images()[0]?.id, sha512: published.sha512, standing: "passed" });
  });

  it("is adopted by a run that knows nothing of it, and not sent again", async () => {
    const { glanceId } = await run.upload(published.inputs);
    const next = await cloud.run();
    expect(await next.upload(published.inputs)).toMatchObject({ glanceId, standing: "passed" });
    expect(glance.count("PUT")).toBe(1);
  });

  it("is adopted where somebody brought it there under an id of Glance's choice", async () => {
    await run.upload(published.inputs);
    const [image] = images();
    const moved = { ...(image ?? fail()), id: "another-id" };
    glance.images.clear();
    glance.images.set(moved.id, moved);
    expect(await (await cloud.run()).upload(published.inputs)).toMatchObject({ glanceId: "another-id" });
  });

  it("has its properties corrected in place, and keeps those that others gave it", async () => {
    const olds = await run.upload(published.inputs);
    Object.assign(images()[0] ?? {}, { theirs: "kept", os_distro: "ubuntu" });
    const news = { ...published.inputs, properties: { ...published.inputs.properties, hw_machine_type: "virt" } };
    expect(await run.provider.diff(imageUrn, olds, news)).toEqual({ changes: ["properties"], replaces: [] });
    await run.provider.update(imageUrn, olds, news);
    expect(images()).toMatchObject([{ os_distro: "debian", hw_machine_type: "virt", theirs: "kept" }]);
    expect(glance.count("PUT")).toBe(1);
  });

  it("is started otherwise in place, also where nothing remembers how it was started, and not uploaded again", async () => {
    const hardware = { ...usualHardware, firmware: "bios" } as const;
    const bios = {
      ...published.inputs,
      properties: glanceProperties(published.image, published.inputs.digest, hardware),
    };
    const started = () => images().map(({ hw_firmware_type, os_secure_boot }) => [hw_firmware_type, os_secure_boot]);
    const olds = await run.upload(published.inputs);
    await run.provider.update(imageUrn, olds, bios);
    expect(started()).toEqual([["bios", undefined]]);
    await (await cloud.run()).upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
    await (await cloud.run()).upload(bios);
    expect(started()).toEqual([["bios", undefined]]);
    expect(glance.count("PUT")).toBe(1);
  });

  it("is not uploaded while its files have not passed", async () => {
    const outputs = await run.upload({ ...published.inputs, outcome: "failed" });
    expect(outputs).toMatchObject({ glanceId: null, standing: "broken: not uploaded: its files are failed" });
    expect(images()).toEqual([]);
  });

  it.each([
    ["the id", (): string => glance.project.id, "it succeeded"],
    ["the name", (): string => glance.project.name, "it succeeded"],
    ["another project", (): string => "release", 'is "daily": expected release'],
  ])("goes to a project by %s", async (_is, project, said) => {
    expect(await messageOf(run.upload({ ...published.inputs, project: project() }))).toContain(said);
    expect(images()).toHaveLength(said === "it succeeded" ? 1 : 0);
  });

  it("is refused where Glance says another hash than the record, and not left there", async () => {
    glance.spoils = 1;
    expect(await messageOf(run.upload(published.inputs))).toMatch(/Glance's sha512 is .*: expected an active image/);
    expect(images()).toEqual([]);
    glance.spoils = 0;
    await run.upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
  });

  describe("in a cloud that hashes with sha256", () => {
    beforeEach(() => {
      glance.algorithm = "sha256";
    });

    it("is compared by that hash of the same bytes, uploaded once, and adopted", async () => {
      const outputs = await run.upload(published.inputs);
      expect(outputs).toMatchObject({ standing: "passed", sha512: published.sha512 });
      expect(images()).toMatchObject([{ os_hash_algo: "sha256", status: "active" }]);
      expect(await (await cloud.run()).upload(published.inputs)).toMatchObject({ glanceId: images()[0]?.id });
      const read = await run.provider.read(imageUrn, { id: "x", outputs, inputs: published.inputs });
      expect(read?.outputs).toEqual(outputs);
      expect(glance.count("PUT")).toBe(1);
    });

    it("is refused where the bytes are others, and not left there", async () => {
      glance.spoils = 1;
      expect(await messageOf(run.upload(published.inputs))).toMatch(/Glance's sha256 is .*, the file's /);
      expect(images()).toEqual([]);
    });
  });

  it("is refused by a cloud whose hash tells nothing, after one upload that is kept", async () => {
    glance.algorithm = "md5";
    const refused = /os_hash_algo is "md5": expected .*hashing_algorithm in glance-api\.conf/;
    expect(await messageOf(run.upload(published.inputs))).toMatch(refused);
    expect(await messageOf((await cloud.run()).upload(published.inputs))).toMatch(refused);
    expect(images()).toMatchObject([{ status: "active", visibility: "private" }]);
    expect(glance.count("PUT")).toBe(1);
  });

  it("is not touched by a name that others gave their own image", async () => {
    await run.upload({ ...published.inputs, digest: "f".repeat(128), properties: { debian_digest: "f".repeat(128) } });
    expect(await messageOf(run.upload(published.inputs))).toMatch(/rename or delete it; it was not touched/);
    expect(images()).toHaveLength(1);
  });

  it("of a best-effort cloud is told when it fails, and stops nothing", async () => {
    cloud.proxy.trouble(/./, "unavailable", 99);
    const outputs = await run.upload({ ...published.inputs, required: false });
    expect(outputs.standing).toMatch(/^broken: cloud c: GET image \/images is "503/);
    expect(run.said).toEqual([expect.stringMatching(/the next run tries again/)]);
    cloud.proxy.calm();
    expect(await run.provider.diff(imageUrn, outputs, published.inputs)).toMatchObject({ changes: ["standing"] });
    expect(await run.provider.update(imageUrn, outputs, published.inputs)).toMatchObject({ standing: "passed" });
  });
});

describe("a file that is not as its record", () => {
  const file = (): string => join(published.world.tree, tree.set(published.image), `${published.inputs.image}.qcow2`);

  afterEach(async () => {
    await rename(`${file()}.kept`, file());
  });

  it.each([
    ["missing", undefined, /qcow2: expected the \d+ bytes that its record names/],
    ["of another size", "short", /qcow2 is "5 bytes": expected the \d+ bytes/],
  ])("is not uploaded where it is %s", async (_is, content, said) => {
    await rename(file(), `${file()}.kept`);
    if (content !== undefined) await writeFile(file(), content);
    expect(await messageOf(run.upload(published.inputs))).toMatch(said);
    expect(images()).toEqual([]);
  });
});

/** The calls of an upload, and what may go wrong at each. */
const calls = ["list", "create", "upload", "read"] as const;
const table = calls.flatMap((call) =>
  glanceFaults.map((fault): [GlanceFault, (typeof calls)[number]] => [fault, call]),
);

describe("after trouble there is one image, active, with the recorded bytes", () => {
  it.each(table)("%s at %s, once", async (fault, call) => {
    cloud.proxy.slowness = 50;
    cloud.proxy.trouble(glanceCalls[call], fault);
    await messageOf(run.upload(published.inputs));
    await cloud.proxy.settled();
    await (await cloud.run()).upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
  });

  it.each(table)("%s at %s until the run gives up", async (fault, call) => {
    cloud.proxy.slowness = 50;
    cloud.proxy.trouble(glanceCalls[call], fault, 99);
    await messageOf(run.upload(published.inputs));
    cloud.proxy.calm();
    await cloud.proxy.settled();
    await (await cloud.run()).upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
  });

  it.each(calls)("a kill at %s", async (call) => {
    cloud.proxy.trouble(glanceCalls[call], "too late");
    const killed = messageOf(run.upload(published.inputs));
    while (cloud.proxy.struck === 0) await new Promise((resolve) => setImmediate(resolve));
    await run.provider.cancel();
    expect(await killed).toBe("the run was cancelled");
    await cloud.proxy.settled();
    await (await cloud.run()).upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
  });

  it.each(["reply lost", "too late"] as const)("and no second record where its creation was %s", async (fault) => {
    cloud.proxy.trouble(glanceCalls.create, fault);
    await run.upload(published.inputs);
    await cloud.proxy.settled();
    expect(images()).toMatchObject([theOne()]);
  });

  it("though two runs left two that are queued", async () => {
    cloud.proxy.trouble(glanceCalls.upload, "unavailable", 99);
    await messageOf(run.upload(published.inputs));
    const [queued] = images();
    glance.images.set("second", { ...(queued ?? fail()), id: "second" });
    cloud.proxy.calm();
    await (await cloud.run()).upload(published.inputs);
    expect(images()).toMatchObject([theOne()]);
  });
});

describe("what was changed since it was made", () => {
  it.each([
    ["deactivated", { status: "deactivated" }, "damaged: it is deactivated"],
    ["of other bytes", { os_hash_value: "0".repeat(128) }, "damaged: Glance's sha512 is 000"],
    ["with another property", { os_distro: "ubuntu" }, "damaged: os_distro differs"],
    ["unprotected", { protected: false }, "damaged: protected differs"],
  ])("is seen where it is %s", async (_is, change, said) => {
    const outputs = await run.upload(published.inputs);
    Object.assign(images()[0] ?? {}, change);
    const read = await run.provider.read(imageUrn, { id: "x", outputs, inputs: published.inputs });
    expect(String(read?.outputs.standing)).toContain(said);
  });

  it("is no more where it was deleted", async () => {
    const outputs = await run.upload(published.inputs);
    glance.images.clear();
    expect(await run.provider.read(imageUrn, { id: "x", outputs, inputs: published.inputs })).toBeUndefined();
  });

  it("is nothing after an upload", async () => {
    const outputs = await run.upload(published.inputs);
    const read = await run.provider.read(imageUrn, { id: "x", outputs, inputs: published.inputs });
    expect(read?.outputs).toEqual(outputs);
  });
});

describe("the deletion of an image", () => {
  const tombstoneAt = (target: string): Promise<void> =>
    writeTombstone(run, published.image, published.inputs.digest, target);

  it("is refused without its tombstone for this cloud", async () => {
    // a tree without the tombstones of other tests
    const own = await publishedOnce();
    onTestFinished(() => own.world.end());
    const unburied = await before(own, glance.url, (url) => glance.cloudsFile("c", url));
    onTestFinished(() => unburied.end());
    const only = await unburied.run();
    const outputs = await only.upload(own.inputs);
    await writeTombstone(only, own.image, own.inputs.digest, openstackTargetName("another"));
    expect(await messageOf(only.provider.delete(imageUrn, outputs))).toMatch(/in openstack-c: expected a tombstone/);
    expect(images()).toMatchObject([theOne(own)]);
  });

  it("of one that never was whole needs none, and takes what is left of it", async () => {
    cloud.proxy.trouble(glanceCalls.upload, "unavailable", 99);
    const outputs = await run.upload({ ...published.inputs, required: false });
    expect(images()).toHaveLength(1);
    await run.provider.delete(imageUrn, outputs);
    expect(images()).toEqual([]);
  });

  it("of one that never was whole is done though its cloud is not to be had any more", async () => {
    const outputs = await run.upload({ ...published.inputs, outcome: "left out: the cloud is down" });
    const gone = { ...outputs, cloud: "another" };
    await run.provider.delete(imageUrn, gone);
    expect(run.said.join()).toMatch(/cloud is "another": expected one of the clouds/);
    expect(await messageOf(run.provider.delete(imageUrn, { ...gone, glanceId: "id-1" }))).toMatch(/one of the clouds/);
  });

  it.each(["unavailable", "reply lost", "too late"] as const)("is done though it is %s, and twice", async (fault) => {
    const outputs = await run.upload(published.inputs);
    await tombstoneAt(openstackTargetName("c"));
    cloud.proxy.trouble(glanceCalls.change, fault);
    cloud.proxy.trouble(glanceCalls.delete, fault);
    await run.provider.delete(imageUrn, outputs);
    await run.provider.delete(imageUrn, outputs);
    expect(images()).toEqual([]);
  });
});

function fail(): never {
  throw new Error("no image was made");
}
