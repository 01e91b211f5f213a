import { expect, test } from "vitest";
import { resourceTypes } from "../../../images/resources.ts";
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
