import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { accounts, installPackages } from "../../tools/setup/bootstrap/packages.mjs";
import { standInProviders, type StandIns } from "../peers/sdk-providers/folder.ts";
import { unverified } from "../peers/sdk-providers/rules.ts";
import { makeStack, runOrThrow, type EngineStack } from "../worlds/engine-stack.ts";

const always = ["--yes", "--skip-preview", "--suppress-outputs"];
const sealed = "aws-daily-sa-east-1-snapshots";

let folder: string;
let clouds: StandIns;
let stack: EngineStack;
let env: Record<string, string>;

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()) });

const configOf = async (): Promise<Record<string, unknown>> =>
  fileSchema.parse(parse(await readFile(path.join(project, "Pulumi.accounts-daily.yaml"), "utf8"))).config;

/** The environment with these clouds, which allow what nobody has tried of Azure. */
const allowing = ({ folder: programs }: StandIns, ...allowed: readonly string[]): Record<string, string> => ({
  PATH: `${programs}:${process.env["PATH"] ?? ""}`,
  [unverified.variable]: allowed.join(","),
});

const stateOf = async (name: string): Promise<unknown> =>
  [...(await clouds.account("aws"))].find(([urn]) => urn.endsWith(`::${name}`))?.[1].properties["state"];

const urnOf = async (name: string): Promise<string> =>
  [...(await clouds.account("aws")).keys()].find((urn) => urn.endsWith(`::${name}`)) ?? "";

beforeAll(async () => {
  await installPackages(accounts);
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-accounts-"));
  clouds = await standInProviders(path.join(folder, "bin"));
  env = allowing(clouds, unverified.unregistered);
  stack = await makeStack({ program: project, folder, name: "accounts-daily", config: await configOf() });
  await stack.run("up", always, env);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("makes everything in the three clouds, and a second preview has nothing to do", async () => {
  await stack.run("preview", ["--expect-no-changes", "--refresh", "--policy-pack", "policy"], env);
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

it("takes over by an import what a run made that was cut off before it noted it", async () => {
  const name = "azure-daily-container";
  const [urn = "", held] =
    [...(await clouds.account("azure-native"))].find(([each]) => each.endsWith(`::${name}`)) ?? [];
  await runOrThrow("pulumi", ["state", "delete", urn, "--force", "--yes", "--stack", stack.name], {
    cwd: project,
    env: { ...stack.env, ...env },
  });
  await expect(stack.run("up", always, env)).rejects.toThrow(/cannot create already existing resource/);
  const [, place = ""] = /^(urn:pulumi:.*::debian:cloud:AzureChannelSubscription)\$/.exec(urn) ?? [];
  const owners = [
    ["--parent", `parent=${place}::azure-daily`],
    ["--provider", `provider=${place}$pulumi:providers:azure-native::azure-daily-azure`],
  ];
  const what = ["azure-native:storage:BlobContainer", name, held?.id ?? ""];
  await stack.run("import", [...what, ...owners.flat(), "--yes", "--skip-preview", "--generate-code=false"], env);
  await stack.run("up", always, env);
  await stack.run("preview", ["--expect-no-changes", "--refresh"], env);
});

it("sets a subscription up that must register for community galleries first, and makes a private gallery one where Azure lets it", async () => {
  const own = path.join(folder, "old-subscription");
  const azure = await standInProviders(path.join(own, "bin"));
  const config = Object.fromEntries(Object.entries(await configOf()).filter(([key]) => !/:(aws|gcp)$/.test(key)));
  const old = await makeStack({ program: project, folder: own, name: "accounts-daily", config });
  await expect(old.run("up", always, allowing(azure))).rejects.toThrow(
    /not registered to use Microsoft\.Compute\/CommunityGalleries/,
  );
  const registered = allowing(azure, unverified.unregistered);
  await old.run("up", always, registered);

  await azure.change("azure-native", "azure-daily-community", { sharingProfile: { permissions: "Private" } });
  await expect(old.run("up", ["--refresh", ...always], registered)).rejects.toThrow(/PropertyChangeNotAllowed/);
  await old.run("up", ["--refresh", ...always], allowing(azure, unverified.unregistered, unverified.conversion));
  await old.run("preview", ["--expect-no-changes", "--refresh"], registered);
});
