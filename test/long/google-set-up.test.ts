import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { accounts, installPackages } from "../../tools/setup/bootstrap/packages.mjs";
import { googleProvider } from "../peers/google/build.ts";
import { GoogleSetUp } from "../peers/google/set-up.ts";
import { makeStack, type EngineStack } from "../worlds/engine-stack.ts";

const google = new GoogleSetUp();
let folder: string;
let stack: EngineStack;
let env: Record<string, string>;

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()) });
const account = (group: string): string =>
  `serviceAccount:cloud-images-daily-${group}@debian-images-daily.iam.gserviceaccount.com`;

beforeAll(async () => {
  await installPackages(accounts);
  const provider = await googleProvider();
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-google-"));
  const url = await google.start();
  env = {
    PATH: `${provider}:${process.env["PATH"] ?? ""}`,
    GOOGLE_OAUTH_ACCESS_TOKEN: "a token of the tests",
    GOOGLE_STORAGE_CUSTOM_ENDPOINT: `${url}/storage/v1/`,
    GOOGLE_IAM_CUSTOM_ENDPOINT: `${url}/v1/`,
    GOOGLE_IAM_BETA_CUSTOM_ENDPOINT: `${url}/v1/`,
    GOOGLE_RESOURCE_MANAGER_CUSTOM_ENDPOINT: `${url}/v1/`,
  };
  const { config } = fileSchema.parse(parse(await readFile(path.join(project, "Pulumi.accounts-daily.yaml"), "utf8")));
  const own = Object.entries(config).filter(([key]) => !/:(aws|azure)$/.test(key));
  stack = await makeStack({ program: project, folder, name: "accounts-daily", config: Object.fromEntries(own) });
  await stack.run("up", ["--yes", "--skip-preview", "--suppress-outputs"], env);
});

afterAll(async () => {
  await google.end();
  await rm(folder, { recursive: true, force: true });
});

it("Google's own provider makes the project, and then has nothing to do", async () => {
  await stack.run("preview", ["--expect-no-changes", "--refresh"], env);
});

it("the bucket is private, and jobs of one ref alone have an identity", () => {
  expect(google.resources.get("b/debian-images-daily")).toMatchObject({
    iamConfiguration: { publicAccessPrevention: "enforced", uniformBucketLevelAccess: { enabled: true } },
  });
  const pool = "projects/debian-images-daily/locations/global/workloadIdentityPools/cloud-images-daily";
  expect(google.resources.get(`${pool}/providers/gitlab`)).toMatchObject({
    attributeCondition: expect.stringContaining("assertion.ref_protected == 'true'") as unknown,
    oidc: { issuerUri: "https://salsa.debian.org" },
  });
});

it("the account that publishes has no role that deletes", () => {
  const bindings = [...google.policies.values()].flatMap(({ bindings: each }) =>
    z.array(z.object({ role: z.string(), members: z.array(z.string()) })).parse(each),
  );
  const rolesOf = (group: string): string[] =>
    bindings
      .filter(({ members }) => members.includes(account(group)))
      .map(({ role }) => role.replace(/^.*\/cloud_images_daily_/, ""))
      .toSorted();
  expect(rolesOf("publish")).toEqual(["publish_images", "publish_objects"]);
  expect(rolesOf("delete")).toEqual(["delete_images", "delete_objects", "publish_images", "publish_objects"]);
});
