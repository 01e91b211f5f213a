import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mayUse } from "../../../test/peers/gcp/images.ts";
import { publishedOnce, type Published } from "../../openstack/provider/glance-world.fixture.ts";
import type { GcpAccessInputs } from "../model/resources.ts";
import { accessUrn, GcpWorld, messageOf, type GcpRun } from "./gcp-world.fixture.ts";

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
  await run.make(world.image);
  world.google.calls.length = 0;
});
afterEach(() => world.end());

const hidden = (): GcpAccessInputs => ({ ...world.access, phase: "hidden", public: false, family: null });
const withdrawn = (): GcpAccessInputs => ({ ...hidden(), phase: "withdrawn", obsolete: true });

/** The changes that were asked for, in their order. */
const changes = (): string[] =>
  world.google.calls.flatMap((call) => {
    const [, name] = /^(?:POST|PATCH) .*\/images\/[^/?]+(?:\/(\w+))?/.exec(call) ?? [];
    return call.includes("/operations/") || !/^(POST|PATCH)/.test(call) ? [] : [name ?? "family"];
  });

describe("who may use an image", () => {
  it("is everybody with a Google account, and its family does not stand for it yet (coreos/coreos-assembler#1444)", async () => {
    expect(await run.settle(world.access)).toMatchObject({ result: "passed" });
    expect(mayUse(world.only)).toBe(true);
    expect(world.only.family).toBe("");
    expect(changes()).toEqual(["setIamPolicy"]);
  });

  it("is nobody else once it has left its family, which goes first", async () => {
    await run.settle(world.access);
    world.only.family = world.family;
    world.google.calls.length = 0;
    await run.settle(hidden());
    expect(world.only).toMatchObject({ family: "", policy: { bindings: [] }, deprecated: undefined });
    expect(changes()).toEqual(["family", "setIamPolicy"]);
  });

  it("is left alone where it is right", async () => {
    await run.settle(world.access);
    world.google.calls.length = 0;
    await run.settle(world.access);
    expect(changes()).toEqual([]);
  });

  it.each([
    ["as Google's present page says", true],
    ["though Google may let it be made active again, as older pages say", false],
  ])("is nobody at all once the image is withdrawn, which is for good, %s", async (_source, isForGood) => {
    world.google.deprecationIsForGood = isForGood;
    await run.settle(world.access);
    await run.settle(withdrawn());
    expect(world.only).toMatchObject({ family: "", policy: { bindings: [] }, deprecated: { state: "OBSOLETE" } });
    expect(await messageOf(run.settle(world.access))).toMatch(/is "OBSOLETE": expected a ready and active image/);
    expect(mayUse(world.only)).toBe(false);
  });

  it("never makes an image obsolete that may come back", async () => {
    await run.settle(world.access);
    await run.settle({ ...world.access, phase: "superseded", replacement: "20260718-2543" });
    await run.settle(hidden());
    await run.settle(world.access);
    expect(world.google.count(/\/deprecate/)).toBe(0);
    expect(mayUse(world.only)).toBe(true);
  });

  it("says which version took its place, and loses that when none did", async () => {
    await run.settle({ ...world.access, replacement: "20260718-2543" });
    expect(world.only.labels).toMatchObject({ "debian-replacement": "20260718-2543" });
    await run.settle(world.access);
    expect(world.only.labels).toEqual(world.image.labels);
  });

  it("keeps those whom others let in, whatever it does", async () => {
    const theirs = { role: "roles/compute.imageUser", members: ["group:team@example.org"] };
    const conditional = { ...theirs, condition: { title: "for a while" } };
    world.only.policy.bindings = [theirs, conditional];
    await run.settle(world.access);
    expect(mayUse(world.only)).toBe(true);
    expect(world.only.policy.bindings).toHaveLength(2);
    await run.settle(hidden());
    expect(world.only.policy.bindings).toEqual([conditional, theirs]);
  });

  it("is set again where somebody else changed the policy in between", async () => {
    world.google.refuse(/setIamPolicy/, "staleEtag", 1);
    world.google.refuse(/setIamPolicy/, "staleEtagCondition", 1);
    expect(await run.settle(world.access)).toMatchObject({ result: "passed" });
    expect(changes()).toEqual(["setIamPolicy", "setIamPolicy", "setIamPolicy"]);
  });

  it("keeps what somebody else changes of the policy between our reading and our writing", async () => {
    const theirs = { role: "roles/compute.admin", members: ["user:someone@debian.org"] };
    world.google.after(/getIamPolicy/, () => {
      world.only.policy = { ...world.only.policy, etag: "changed", bindings: [theirs] };
    });
    expect(await run.settle(world.access)).toMatchObject({ result: "passed" });
    expect(mayUse(world.only)).toBe(true);
    expect(world.only.policy.bindings).toContainEqual(theirs);
  });

  it("cannot be everybody where the organisation forbids it", async () => {
    world.ownProject.restricted = true;
    expect(await messageOf(run.settle(world.access))).toMatch(/do not belong to a permitted customer/);
    expect(mayUse(world.only)).toBe(false);
  });

  it("is everybody, and the image leaves a family that is not its own", async () => {
    world.only.family = "theirs";
    await run.settle(world.access);
    expect(world.only.family).toBe("");
  });

  it("is waited for where Google is late to say so", async () => {
    world.google.lateReadings = 3;
    expect(await run.settle(world.access)).toMatchObject({ result: "passed" });
    world.google.lateReadings = 1_000_000;
    const impatient = await world.run({ seen: 50 });
    expect(await messageOf(impatient.settle(hidden()))).toMatch(/otherwise, 0\.05 s after Google accepted it/);
  });

  it("is seen to differ when somebody changes it", async () => {
    const outputs = await run.settle(world.access);
    const read = async () =>
      (await run.provider.read(accessUrn, { id: "x", outputs, inputs: { ...world.access } }))?.outputs;
    expect(await read()).toEqual(outputs);
    world.only.policy.bindings = [];
    world.only.family = "theirs";
    expect((await read())?.["result"]).toBe("drifted: it is not public, family theirs");
    world.ownProject.images.clear();
    expect(await read()).toBeUndefined();
  });

  it("is nobody once the resource goes, and the image stays; twice, and where it is gone", async () => {
    const outputs = await run.settle(world.access);
    await run.provider.delete(accessUrn, outputs);
    await run.provider.delete(accessUrn, outputs);
    expect(world.only).toMatchObject({ status: "READY", family: "", policy: { bindings: [] } });
    world.ownProject.images.clear();
    await run.provider.delete(accessUrn, outputs);
  });
});
