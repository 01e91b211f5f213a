import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../clients/openstack/connection.ts";
import { findImages } from "../../clients/openstack/services/glance.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runCommand, type Said } from "../engine/command/command.ts";
import { expectExit } from "../engine/command/said.ts";
import { hasStruck } from "../faults/fault.ts";
import { killVariable } from "../variants/killed-at-call.ts";
import { withModules } from "../variants/modules.ts";
import { makeStack, type EngineStack } from "../worlds/engine-stack.ts";
import { makeBuild } from "./amphora/builds.ts";
import { makeLoadBalancer, removeLoadBalancer, runsOn } from "./amphora/load-balancers.ts";
import { Watcher } from "./amphora/watcher.ts";
import { Projects } from "./publication/projects.ts";

const [older, newer] = [
  "debian-bookworm-zed-octavia-12.9.0-20260401-amd64",
  "debian-bookworm-zed-octavia-12.10.0-20260601-amd64",
];
const octavia = process.env["CLOUD_IMAGES_OCTAVIA_CONFIG"] ?? "";
const tag = `amphora-${randomBytes(3).toString("hex")}`;

let folder: string;
let projects: Projects;
let connection: Connection;
let stack: EngineStack;
let watcher: Watcher;
let shop: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-amphora-"));
  projects = await Projects.begin(["octavia"], path.join(folder, "clouds.yaml"), "admin");
  connection = await projects.connection("octavia");
  watcher = await Watcher.start(octavia, tag);
  await makeBuild(path.join(folder, "zed"), older);
  stack = await makeStack({
    program: project,
    folder,
    name: "amphora",
    config: { ...config(), "cloud-images:now": "2026-07-01T00:00:00Z" },
  });
});

afterAll(async () => {
  await watcher.end();
  connection.close();
  await projects.end();
  await rm(folder, { recursive: true, force: true });
});

const config = (withdraw: Record<string, string> = {}) => ({
  "cloud-images:role": "amphora",
  "cloud-images:clouds": [{ cloud: "octavia", release: "zed", project: projects.nameOf("octavia"), tag }],
  "cloud-images:images": { zed: { folder: path.join(folder, "zed"), reevaluateBy: "2026-12-31", withdraw } },
  "cloud-images:keep": "2 days",
  "cloud-images:tests": { untested: "its disk holds nothing" },
});

const up = (env: Readonly<Record<string, string>> = {}): Promise<Said> =>
  runCommand(["up", "--stack", stack.name, "--config-file", stack.configFile], {
    ...stack.env,
    OS_CLIENT_CONFIG_FILE: projects.file,
    ...env,
  });

const done = async (): Promise<Said> => {
  const said = await up();
  expectExit(said, 0);
  return said;
};

const images = () => findImages(connection, { owner: connection.project.id, sort: "created_at:asc" });
const idOf = async (name: string): Promise<string> =>
  (await images()).find((image) => image.name === name)?.id ?? `no ${name}`;
const tagged = async () => (await images()).filter(({ tags }) => tags.includes(tag)).map(({ name }) => name);

const modules = { "clients/openstack/transport.ts": "test/variants/killed-at-call.ts" };

/** Runs again and again, each run killed before its second change in Glance, so that each makes one change. Returns the number of kills. */
async function upByOneChangeEach(): Promise<number> {
  for (let kills = 0; ; kills++) {
    const mark = path.join(folder, `kill-${randomBytes(4).toString("hex")}`);
    const kill = { call: 2, victim: kills % 2 === 0 ? "plugin" : "engine", mark };
    await up({
      ...withModules(modules),
      [killVariable]: JSON.stringify(kill),
    });
    if (!(await hasStruck(mark))) return kills;
  }
}

describe("the stack amphora, watched by Octavia's own lookup", () => {
  it("begins a cloud: its image is private, and tagged last", async () => {
    expect(watcher.answers).toEqual([expect.stringContaining("none: ")]);
    await done();
    expect(await images()).toMatchObject([{ name: older, visibility: "private", protected: true, tags: [tag] }]);
    await expect.poll(() => watcher.answers.at(-1)).toBe(await idOf(older));
    expect(watcher.answers).toHaveLength(2);
  });

  it("changes nothing when it is run again", async () => {
    expect((await done()).stdout).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
  });

  it("rotates to a newer image, by runs that are killed after each change: Octavia takes the old one or the new one", async () => {
    shop = await makeLoadBalancer(connection, "shop");
    await runsOn(path.join(path.dirname(octavia), "../octavia.db"), shop, await idOf(older));
    await makeBuild(path.join(folder, "zed"), newer);
    watcher.forget();
    const before = watcher.asked;
    expect(await upByOneChangeEach()).toBeGreaterThanOrEqual(4);
    expect(await tagged()).toEqual([newer]);
    await expect.poll(() => watcher.answers).toEqual([await idOf(older), await idOf(newer)]);
    expect(watcher.asked - before).toBeGreaterThan(100);
  });

  it("names the load balancers that still run on the old image", async () => {
    expect((await done()).stdout).toContain(`needs a failover: shop (${shop})`);
  });

  it("goes back in the same way when the newer one is withdrawn", async () => {
    await stack.configure(config({ [newer]: "its agent hangs" }));
    watcher.forget();
    expect(await upByOneChangeEach()).toBeGreaterThanOrEqual(2);
    expect(await tagged()).toEqual([older]);
    await expect.poll(() => watcher.answers).toEqual([await idOf(newer), await idOf(older)]);
  });

  it("keeps an old image while a load balancer runs on it, and then deletes it", async () => {
    await runsOn(path.join(path.dirname(octavia), "../octavia.db"), shop, await idOf(newer));
    await stack.configure({ "cloud-images:now": "2026-07-09T00:00:00Z" });
    await done();
    expect((await images()).map(({ name }) => name)).toEqual([older, newer]);
    await removeLoadBalancer(connection, shop);
    await done();
    expect(await images()).toMatchObject([{ name: older, tags: [tag] }]);
  });

  it("never lost its image, and never was public", async () => {
    watcher.forget();
    expect(watcher.answers).toEqual([await idOf(older)]);
  });
});
