import { expect, test } from "vitest";
import { resourceTypes } from "../../../images/tree/resources.ts";
import { makeWorld, urnOf } from "../../mirror/world.fixture.ts";

const urn = urnOf(resourceTypes.gate);
const inputs = (verdict?: string) => ({
  set: "debian-13-daily-20260717-2542",
  required: ["generic/amd64"],
  verdicts: { "ec2/amd64": "failed", ...(verdict !== undefined && { "generic/amd64": verdict }) },
});

test("a gate opens when every required image passed, whatever the others did", async () => {
  const world = await makeWorld();
  expect((await world.provider.create(urn, inputs("passed"))).id).toBe("debian-13-daily-20260717-2542");
  await world.end();
});

test.each([
  ["failed", "generic/amd64: failed"],
  ["broken: no room", "generic/amd64: broken: no room"],
  [undefined, "generic/amd64: no verdict"],
])("it stays closed on the verdict %s, and says of whom", async (verdict, message) => {
  const world = await makeWorld();
  await expect(world.provider.create(urn, inputs(verdict))).rejects.toThrow(`gate closed: ${message}`);
  await world.end();
});

const requiresNothing = { set: "debian-13-daily-20260717-2542", required: [], verdicts: {} };
const anyOf = (verdicts: Record<string, string>) => ({ ...requiresNothing, anyOf: verdicts });

test("the gate of a set that requires nothing opens when one of its images passed", async () => {
  const world = await makeWorld();
  await expect(
    world.provider.create(urn, anyOf({ "generic/amd64": "failed", "generic/arm64": "passed" })),
  ).resolves.toBeDefined();
  const none = "gate closed: no image passed (generic/amd64: failed, generic/arm64: broken: no room)";
  await expect(
    world.provider.create(urn, anyOf({ "generic/amd64": "failed", "generic/arm64": "broken: no room" })),
  ).rejects.toThrow(none);
  await expect(world.provider.create(urn, anyOf({}))).rejects.toThrow("no image passed");
  await world.end();
});

test("what opened it is asked for once: a set that is shown does not tell it again", async () => {
  const world = await makeWorld();
  const asked = anyOf({ "generic/amd64": "passed" });
  expect((await world.provider.diff(urn, asked, requiresNothing)).changes).toEqual([]);
  expect((await world.provider.diff(urn, requiresNothing, asked)).changes).toEqual(["anyOf"]);
  await world.end();
});
