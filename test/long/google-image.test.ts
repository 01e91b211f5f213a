import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { accounts, installPackages } from "../../tools/setup/bootstrap/packages.mjs";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { refOf } from "../../targets/gcp/model/names.ts";
import { GcpWorld } from "../../targets/gcp/provider/gcp-world.fixture.ts";
import { publishedOnce, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { environmentOf } from "../peers/gcp/environment.ts";
import { googleProvider } from "../peers/google/build.ts";
import { makeStack, runOrThrow } from "../worlds/engine-stack.ts";

/** Google's own provider, the code that @pulumi/gcp and Terraform have, finds an image that this program published. */

const program = `const { getImage } = require("@pulumi/gcp/compute/getImage");
module.exports = async () => {
  const { PROJECT: project, FAMILY: family } = process.env;
  const byFamily = await getImage({ project, family });
  const byName = await getImage({ project, name: byFamily.name });
  return { byFamily: byFamily.name, id: byName.id, family: byName.family };
};
`;

const outputsSchema = z.object({ byFamily: z.string(), id: z.string(), family: z.string() });

let published: Published;
let world: GcpWorld;
let folder: string;
beforeAll(async () => {
  await installPackages(accounts);
  published = await publishedOnce();
  world = await GcpWorld.begin(published);
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-google-image-"));
});
afterAll(async () => {
  await world.end();
  await published.world.end();
  await rm(folder, { recursive: true });
});

it("an image is found by its family and by its name", async () => {
  const run = await world.run();
  await run.make(world.image);
  await run.settle(world.access);
  await run.lead(world.leading(world.image.name));

  const source = path.join(folder, "program");
  const { project, name } = world.image;
  await mkdir(source);
  await symlink(path.join(accounts, "node_modules"), path.join(source, "node_modules"));
  await writeFile(path.join(source, "index.js"), program);
  await writeFile(path.join(source, "package.json"), JSON.stringify({ type: "commonjs", main: "index.js" }));
  await writeFile(
    path.join(source, "Pulumi.yaml"),
    "name: finds-an-image\nruntime: { name: nodejs, options: { typescript: false } }\n",
  );
  const url = environmentOf(world.google.url);
  const given = {
    GOOGLE_COMPUTE_CUSTOM_ENDPOINT: url["GOOGLE_COMPUTE_CUSTOM_ENDPOINT"] ?? "",
    GOOGLE_OAUTH_ACCESS_TOKEN: url["GOOGLE_OAUTH_ACCESS_TOKEN"] ?? "",
    PATH: `${await googleProvider()}:${process.env["PATH"] ?? ""}`,
    PROJECT: project,
    FAMILY: world.family,
  };
  const stack = await makeStack({ program: source, folder, name: "reader", config: {} });
  await stack.run("up", ["--yes", "--skip-preview"], given);
  const said = await runOrThrow("pulumi", ["stack", "output", "--json", "--stack", stack.name], {
    cwd: source,
    env: { ...stack.env, ...given },
  });
  expect(outputsSchema.parse(jsonOrUndefined(said))).toEqual({
    byFamily: name,
    id: refOf(project, name),
    family: world.family,
  });
});
