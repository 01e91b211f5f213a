import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amphoraDescriptionSchema, type AmphoraDescription } from "../../workloads/amphora/model/description.ts";
import type { Connection } from "../../clients/openstack/connection.ts";
import { findImages } from "../../clients/openstack/services/glance.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runCommand, type Said } from "../engine/command/command.ts";
import { Projects } from "../openstack/publication/projects.ts";
import { makeStack, type EngineStack } from "../worlds/engine-stack.ts";
import { expectExit } from "../engine/command/said.ts";

const tag = "amphora-real";

let folder: string;
let builds: string;
/** What the build says of itself. */
let built: AmphoraDescription;
let projects: Projects;
let connection: Connection;
let stack: EngineStack;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-amphora-"));
  builds = path.join(folder, "zed");
  await mkdir(builds);
  const said = await runCommand(["amphora-image", "--release", "zed", "--out", builds], process.env);
  expectExit(said, 0);
  built = amphoraDescriptionSchema.parse(JSON.parse(await readFile(await descriptionFile(), "utf8")));
  projects = await Projects.begin(["octavia"], path.join(folder, "clouds.yaml"), "admin");
  connection = await projects.connection("octavia");
  const config = {
    "cloud-images:role": "amphora",
    "cloud-images:clouds": [{ cloud: "octavia", release: "zed", project: projects.nameOf("octavia"), tag }],
    "cloud-images:images": { zed: { folder: builds, reevaluateBy: "9999-12-31" } },
  };
  stack = await makeStack({ program: project, folder, name: "amphora", config });
});

afterAll(async () => {
  connection.close();
  await projects.end();
  await rm(folder, { recursive: true, force: true });
});

const up = (): Promise<Said> =>
  runCommand(["up", "--stack", stack.name, "--config-file", stack.configFile], {
    ...stack.env,
    OS_CLIENT_CONFIG_FILE: projects.file,
  });

const images = () => findImages(connection, { owner: connection.project.id });

const descriptionFile = async (): Promise<string> =>
  path.join(builds, (await readdir(builds)).find((each) => each.endsWith(".json")) ?? "");

describe("a real amphora", () => {
  it("that has not what its description says boots, and is not tagged", async () => {
    const wrong = { ...built, versions: { ...built.versions, haproxy: "9.9-1" } };
    await writeFile(await descriptionFile(), JSON.stringify(wrong));
    const said = await up();
    expect(said.exitCode).toBe(1);
    expect(said.stdout).toContain("haproxy 9.9-1");
    expect(await images()).toMatchObject([{ visibility: "private", tags: [] }]);
  });

  it("is tagged once it booted with all its parts, whose versions stand in Glance", async () => {
    await writeFile(await descriptionFile(), JSON.stringify(built));
    const said = await up();
    expectExit(said, 0);
    const properties = { debian_amphora_verified: "passed", debian_amphora_haproxy: built.versions.haproxy };
    expect(await images()).toMatchObject([{ name: built.name, tags: [tag], properties }]);
  });
});
