import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { amphoraProperties } from "../../model/properties.ts";
import type { AmphoraTagInputs } from "../../model/resources.ts";
import { debianProperties } from "../../../../targets/openstack/model/properties.ts";
import { connect, type Connection } from "../../../../clients/openstack/connection.ts";
import { GlanceStandIn, type StandInImage } from "../../../../test/peers/glance-stand-in.ts";
import { rotate } from "./rotate.ts";

const [older, newer] = [
  "debian-bookworm-zed-octavia-12.9.0-20260401-amd64",
  "debian-bookworm-zed-octavia-12.10.0-20260601-amd64",
];
const digest = "a".repeat(128);

let glance: GlanceStandIn;
let connection: Connection;
let folder: string;

beforeEach(async () => {
  glance = await GlanceStandIn.start();
  folder = await mkdtemp(join(tmpdir(), "cloud-images-amphora-"));
  const file = join(folder, "clouds.yaml");
  await writeFile(file, glance.cloudsFile("c"));
  connection = await connect("c", { environment: { OS_CLIENT_CONFIG_FILE: file } });
  put("1", { name: older, tags: ["amphora"], created_at: "2026-04-01T00:00:00Z" });
  put("2", { name: newer, created_at: "2026-06-01T00:00:00Z" });
});
afterEach(async () => {
  connection.close();
  await glance.end();
  await rm(folder, { recursive: true, force: true });
});

function put(id: string, changes: Partial<StandInImage>): void {
  glance.images.set(id, {
    ...{ id, name: id, status: "active", visibility: "private", owner: glance.project.id, created_at: "" },
    ...{ protected: true, os_hidden: false, tags: [], os_hash_algo: "sha512", os_hash_value: digest, size: 1 },
    [debianProperties.digest]: digest,
    ...changes,
  });
}

const wanted: AmphoraTagInputs = {
  ...{ cloud: "c", project: null, tag: "amphora", image: newer, digest, glanceId: "2", verdict: "passed" },
  ...{ replaces: [], now: "2026-07-01T00:00:00Z" },
};
const operation = { signal: new AbortController().signal, report: () => undefined };
const rotated = (changes: Partial<AmphoraTagInputs> = {}) => rotate(operation, connection, { ...wanted, ...changes });
const tagged = () => [...glance.images.values()].filter(({ tags }) => tags.includes("amphora")).map(({ id }) => id);
const changes = () => glance.calls.filter((call) => !/^GET|auth/.test(call));

describe("the tag that Octavia asks for", () => {
  it("goes to the new image before it leaves the old one, which is marked first", async () => {
    await rotated();
    expect(tagged()).toEqual(["2"]);
    expect(changes()).toEqual([
      "PATCH /v2/images/2",
      "PUT /v2/images/2/tags/amphora",
      "PATCH /v2/images/1",
      "DELETE /v2/images/1/tags/amphora",
    ]);
    expect(glance.images.get("1")).toMatchObject({ [amphoraProperties.retired]: wanted.now });
    expect(glance.images.get("2")).toMatchObject({ [amphoraProperties.verified]: "passed" });
  });

  it("stays where it is when all is done already", async () => {
    await rotated();
    glance.calls.length = 0;
    await rotated();
    expect(changes()).toEqual([]);
  });

  it("goes back to an older image, which is then no longer marked", async () => {
    await rotated();
    await rotated({ image: older, glanceId: "1" });
    expect(tagged()).toEqual(["1"]);
    expect(glance.images.get("1")).not.toHaveProperty(amphoraProperties.retired);
  });

  it.each<[string, Partial<StandInImage>, Partial<AmphoraTagInputs>, string]>([
    ["did not pass", {}, { verdict: "failed: parts" }, "failed: parts"],
    ["was not booted, though nobody said why", {}, { verdict: "" }, "an active, verified image"],
    ["is not whole", { status: "queued" }, {}, "it is queued"],
    ["has other bytes", { os_hash_value: "b".repeat(128) }, {}, "Glance's sha512"],
    ["is public", { visibility: "public" }, {}, "it is public"],
    ["is hidden", { os_hidden: true }, {}, "Octavia does not find it"],
    ["is another project's", { owner: "others" }, {}, "owned by others"],
    ["is called otherwise", { name: "x" }, {}, "it is called x"],
  ])("is not given to an image that %s, and the old one keeps it", async (_case, image, news, complaint) => {
    put("2", { name: newer, ...image });
    await expect(rotated(news)).rejects.toThrow(complaint);
    expect([tagged(), changes()]).toEqual([["1"], []]);
  });

  it("is left to a stranger, with which nothing is tagged, until its id is given", async () => {
    put("3", { name: "amphora-x64-haproxy", tags: ["amphora"], created_at: "2026-05-01T00:00:00Z" });
    await expect(rotated()).rejects.toThrow("not ours");
    expect(tagged()).toEqual(["1", "3"]);
    await rotated({ replaces: ["3"] });
    expect(tagged()).toEqual(["2"]);
    expect(glance.images.get("3")).not.toHaveProperty(amphoraProperties.retired);
  });
});
