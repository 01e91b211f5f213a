import { describe, expect, it } from "vitest";
import type { Connection } from "../connection.ts";
import { Refusal } from "../refusal.ts";
import { defaultLimits } from "./limits.ts";
import { consoleOutput, flavors, ipv4Of } from "./nova.ts";

const cloudThat = (request: Connection["request"]): Connection => ({
  cloud: "ours",
  project: { id: "1b", name: "debian" },
  userId: "2c",
  limits: defaultLimits,
  request,
  close: () => undefined,
});

describe("a console", () => {
  const refusing = (status: number): Connection =>
    cloudThat(() =>
      Promise.reject(new Refusal({ cloud: "ours", method: "POST", service: "compute", path: "/" }, status, "no")),
    );

  it.each([404, 409, 501])("is empty where Nova has none: %i", async (status) => {
    expect(await consoleOutput(refusing(status), "3d")).toBe("");
  });

  it("is not taken for an empty one where the user may not read it", async () => {
    await expect(consoleOutput(refusing(403), "3d")).rejects.toThrow("403");
  });
});

it("flavors come page by page where there are many", async () => {
  const flavor = (id: string) => ({ id, name: id, vcpus: 1, ram: 512, disk: 4 });
  const cloud = cloudThat((_service, { query }) => {
    const isFirst = query?.["marker"] === undefined;
    const page = isFirst
      ? { flavors: [flavor("a")], flavors_links: [{ rel: "next", href: "x" }] }
      : { flavors: [flavor("b")] };
    return Promise.resolve(Response.json(page));
  });
  expect((await flavors(cloud)).map(({ id }) => id)).toEqual(["a", "b"]);
});

describe("the address that a guest has", () => {
  const [six, four] = [
    { addr: "2001:db8::7", version: 6, "OS-EXT-IPS:type": "fixed" },
    { addr: "192.0.2.7", version: 4, "OS-EXT-IPS:type": "fixed" },
  ];
  const floating = { addr: "198.51.100.9", version: 4, "OS-EXT-IPS:type": "floating" };

  it.each([
    ["of IPv4, though IPv6 is named first", { net: [six, four] }, "192.0.2.7"],
    ["its own, though a floating one is named first", { net: [floating, four] }, "192.0.2.7"],
    ["none in a network of IPv6 alone", { net: [six] }, null],
    ["none without a network", {}, null],
  ])("is %s", (_case, addresses, address) => {
    expect(ipv4Of({ addresses })).toBe(address);
  });
});
