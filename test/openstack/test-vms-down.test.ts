import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runCommand } from "../engine/command/command.ts";
import { makeStack, type EngineStack } from "../worlds/engine-stack.ts";
import { leftIn, testsCloud, type TestsCloud } from "./test-vms/cloud.ts";
import { expectExit } from "../engine/command/said.ts";

/** A cloud that goes away while tests have VMs in it. */

const cloudName = "daily";
let folder: string;
let cloud: TestsCloud;
let stack: EngineStack;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-test-vms-down-"));
  cloud = await testsCloud(cloudName);
  const disk = path.join(folder, "empty.qcow2");
  await promisify(execFile)("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1M"]);
  const config = {
    "cloud-images:role": "testing",
    "cloud-images:clouds": clouds(false),
    "cloud-images:images": { empty: { suite: "trixie", vendor: "genericcloud", files: { amd64: disk } } },
    "cloud-images:vms": 1,
    "cloud-images:firmware": ["bios"],
    "cloud-images:diskBus": ["virtio"],
    "cloud-images:patience": 0.5,
    "cloud-images:attempts": 1,
    "cloud-images:results": path.join(folder, "results"),
  };
  stack = await makeStack({ program: project, folder, name: "testing", config });
});
afterAll(async () => {
  await cloud.end();
  await rm(folder, { recursive: true, force: true });
});

/** A cloud in which the server never starts, while the resources beside it are made. */
const clouds = (required: boolean) => [
  { cloud: cloudName, arches: ["amd64"], flavors: [cloud.tooLarge], networks: [cloud.network], vms: 1, required },
];

const cloudsSchema = z.looseObject({ clouds: z.record(z.string(), z.looseObject({ auth: z.looseObject({}) })) });

/** Writes a clouds.yaml in which nobody answers at the address of the cloud's Keystone. Returns its path. */
async function cloudsWithout(): Promise<string> {
  const content = cloudsSchema.parse(
    parse(await readFile(process.env["OS_CLIENT_CONFIG_FILE"] ?? "clouds.yaml", "utf8")),
  );
  const entry = content.clouds[cloudName];
  const gone = { ...entry, auth: { ...entry?.auth, auth_url: "http://127.0.0.1:1/v3" } };
  const file = path.join(folder, "clouds.yaml");
  await writeFile(file, stringify({ clouds: { ...content.clouds, [cloudName]: gone } }), { mode: 0o600 });
  return file;
}

const run = (command: "up" | "preview", env: NodeJS.ProcessEnv) =>
  runCommand([command, "--stack", stack.name, "--config-file", stack.configFile], { ...stack.env, ...env });
const up = (env: NodeJS.ProcessEnv = {}) => run("up", env);

test("a cloud that goes away fails only a run that requires it; what tests have there stays, and goes once it is back", async () => {
  await stack.run("up", ["--yes", "--skip-preview"]).catch(() => undefined);
  const left = await leftIn(cloud.connection);
  expect(left.map((name) => name.replace(/ debian-test-.*/, ""))).toEqual(
    expect.arrayContaining(["port", "security group", "key", "image"]),
  );

  const without = { OS_CLIENT_CONFIG_FILE: await cloudsWithout() };
  const shown = await run("preview", without);
  expect([shown.exitCode, shown.stdout]).toEqual([0, expect.not.stringMatching(/openstack:\S+ .* delete/)]);
  expect(shown.stderr).toContain(`skipped: ${cloudName} does not answer`);
  const alone = await up(without);
  expectExit(alone, 3);
  expect(alone.stdout).toContain(`skipped: ${cloudName} does not answer`);
  await stack.configure({ "cloud-images:clouds": clouds(true) });
  expect((await up(without)).exitCode).toBe(1);
  expect(await leftIn(cloud.connection)).toEqual(left);

  const back = await up();
  expectExit(back, 3);
  expect(back.stdout).toContain("the cloud broke it as often as is tried");
  expect(await leftIn(cloud.connection)).toEqual([]);
});
