import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { accounts, installPackages } from "../../tools/setup/bootstrap/packages.mjs";
import { standInProviders, type StandIns } from "../peers/sdk-providers/folder.ts";
import { makeStack, runOrThrow, type EngineStack } from "../worlds/engine-stack.ts";

const always = ["--yes", "--skip-preview", "--suppress-outputs"];
const sealed = "aws-daily-sa-east-1-snapshots";

let folder: string;
let clouds: StandIns;
let stack: EngineStack;
let env: Record<string, string>;

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()) });

const stateOf = async (name: string): Promise<unknown> =>
  [...(await clouds.account("aws"))].find(([urn]) => urn.endsWith(`::${name}`))?.[1].properties["state"];

const urnOf = async (name: string): Promise<string> =>
  [...(await clouds.account("aws")).keys()].find((urn) => urn.endsWith(`::${name}`)) ?? "";

beforeAll(async () => {
  await installPackages(accounts);
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-accounts-"));
  clouds = await standInProviders(path.join(folder, "bin"));
  env = { PATH: `${clouds.folder}:${process.env["PATH"] ?? ""}` };
  const { config } = fileSchema.parse(parse(await readFile(path.join(project, "Pulumi.accounts-daily.yaml"), "utf8")));
  stack = await makeStack({ program: project, folder, name: "accounts-daily", config });
  await stack.run("up", always, env);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("makes everything in the three clouds, and a second preview has nothing to do", async () => {
  await stack.run("preview", ["--expect-no-changes", "--refresh"], env);
  expect((await clouds.account("aws")).size).toBeGreaterThan(8);
  expect((await clouds.account("azure-native")).size).toBeGreaterThan(20);
  expect((await clouds.account("gcp")).size).toBeGreaterThan(12);
});

it("shows what somebody changed by hand, and puts it right", async () => {
  await clouds.change("gcp", "gcp-daily-bucket", { publicAccessPrevention: "inherited" });
  await expect(stack.run("preview", ["--expect-no-changes", "--refresh"], env)).rejects.toThrow(/~ 1 to update/);
  await stack.run("up", ["--refresh", ...always], env);
  await stack.run("preview", ["--expect-no-changes", "--refresh"], env);
});

it("never opens a sealed region by a deletion: neither by a changed file, nor when its protection is taken away", async () => {
  const regions = ["us-east-1", "eu-central-1", "ap-southeast-2"];
  await stack.configure({
    "cloud-images:aws": { account: "903794441882", home: "us-east-1", regions, parameters: ["/debian/daily"] },
  });
  await expect(stack.run("up", always, env)).rejects.toThrow(/because it is protected/);
  expect(await stateOf(sealed)).toBe("block-all-sharing");

  // without the protection nothing refuses, and still the region stays sealed
  for (const name of [sealed, "aws-daily-sa-east-1-images"])
    await runOrThrow("pulumi", ["state", "unprotect", await urnOf(name), "--yes", "--stack", stack.name], {
      cwd: project,
      env: { ...stack.env, ...env },
    });
  await stack.run("up", always, env);
  expect(await stateOf(sealed)).toBe("block-all-sharing");
});
