import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readCloud } from "../../clients/openstack/config/clouds-file.ts";
import { connect, type Connection } from "../../clients/openstack/connection.ts";
import {
  createImage,
  deleteImage,
  findImages,
  getImage,
  type Visibility,
} from "../../clients/openstack/services/glance.ts";
import { runProgram, type Said } from "../engine/command/command.ts";

const scripts = path.join(import.meta.dirname, "services");

/** Runs a script of the services, for an instance of the test's own in the folder `state`. */
const script = (name: string, state: string, env: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<Said> =>
  runProgram("bash", [path.join(scripts, name), ...args], { ...process.env, ...ports, OS_STATE: state, ...env });

const ports = Object.fromEntries(
  ["KEYSTONE", "GLANCE", "NEUTRON", "PLACEMENT", "NOVA", "OCTAVIA"].map((name) => [`PORT_${name}`, "1"]),
);

async function stateFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-services-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test.each([
  ["image", "/images"],
  ["compute", "/flavors"],
  ["network", "/networks"],
  ["load-balancer", "/lbaas/loadbalancers"],
] as const)("the %s service answers whom Keystone knows", async (service, address) => {
  for (const cloud of ["daily", "release-app"]) {
    const connection = await connect(cloud);
    expect((await connection.request(service, { method: "GET", path: address })).status, cloud).toBe(200);
    connection.close();
  }
});

describe("an outsider finds in Glance", () => {
  const visibilities = ["private", "shared", "community", "public"] as const;
  const ids = new Map<Visibility, string>();
  let publisher: Connection;
  let outsider: Connection;

  beforeAll(async () => {
    [publisher, outsider] = await Promise.all([connect("daily"), connect("outsider")]);
    for (const visibility of visibilities) {
      const name = `services-${visibility}`;
      const made = {
        name,
        visibility,
        protected: false,
        diskFormat: "raw",
        minDisk: 1,
        tags: [],
        properties: {},
      } as const;
      ids.set(visibility, (await createImage(publisher, made)).id);
    }
  });
  afterAll(async () => {
    for (const id of ids.values()) await deleteImage(publisher, id);
    publisher.close();
    outsider.close();
  });

  test.each([
    ["private", false, false],
    ["shared", false, false],
    ["community", false, true],
    ["public", true, true],
  ] as const)("a %s image: unasked %s, asking for it %s", async (visibility, unasked, asked) => {
    const id = ids.get(visibility) ?? "";
    const has = async (query: { visibility?: Visibility }): Promise<boolean> =>
      (await findImages(outsider, { ...query, owner: publisher.project.id })).some((image) => image.id === id);
    expect(await has({})).toBe(unasked);
    expect(await has({ visibility })).toBe(asked);
    expect((await getImage(outsider, id)) !== undefined).toBe(asked);
  });
});

test("a service whose port is taken says so, and which", async () => {
  const { port } = new URL((await readCloud("admin")).authUrl);
  const said = await script("keystone.sh", await stateFolder(), { PORT_KEYSTONE: port });
  expect(said.exitCode).toBe(1);
  expect(said.stderr).toContain(
    `keystone cannot start: something else listens on 127.0.0.1:${port}; set PORT_KEYSTONE`,
  );
});

test("services end when the process that had them started has ended, and leave nothing", async () => {
  const state = await stateFolder();
  await mkdir(path.join(state, "run"));
  const service = spawn("bash", ["-c", `exec -a '${state} service' sleep 600`], { stdio: "ignore" });
  onTestFinished(() => void service.kill("SIGKILL"));
  await writeFile(path.join(state, "run", "service.pid"), String(service.pid));
  const ended = once(service, "exit");
  const starter = spawn("sleep", ["600"]);
  const watcher = script("until.sh", state, {}, String(starter.pid));
  starter.kill("SIGKILL");
  await once(starter, "exit");
  await Promise.all([ended, watcher]);
  expect(existsSync(state)).toBe(false);
});
