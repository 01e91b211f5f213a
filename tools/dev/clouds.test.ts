import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cloudsOf, withTrial } from "./clouds.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-trial-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("without clouds nothing is started", async () => {
  expect(await cloudsOf(undefined, folder)).toEqual([]);
  expect(await withTrial([], { folder, keeps: true }, async (trial) => trial)).toBeUndefined();
});

test("a cloud without a stand-in is refused by its name", async () => {
  await expect(cloudsOf("aws,ibm", folder)).rejects.toThrow('--with "ibm": expected some of aws,azure,gcp');
});

test("the clouds are there while the work runs, and the next trial has them again", async () => {
  const before = { ...process.env };
  const seen = await withTrial(["azure", "gcp"], { folder, keeps: true }, async (trial) => {
    expect(Object.keys(trial?.targets ?? {})).toEqual(["azure", "gcp"]);
    for (const [name, value] of Object.entries(trial?.environment ?? {})) expect(process.env[name]).toBe(value);
    return trial?.seen();
  });
  expect(seen).toEqual({ azure: [], gcp: [] });
  expect(process.env).toEqual(before);
  expect((await readdir(folder)).toSorted()).toEqual(["azure.state", "gcp.state"]);
  expect(await cloudsOf("aws", folder)).toEqual(["aws", "azure", "gcp"]);
});

test("a trial that only reads keeps nothing", async () => {
  await withTrial(["aws"], { folder, keeps: false }, async (trial) => trial?.seen());
  expect(await readdir(folder)).not.toContain("aws.state");
});

test("a cloud or a region that is taken down answers nobody", async () => {
  const place = { folder, keeps: false, down: ["gcp", "us-east-1"] };
  const said = await withTrial(["aws", "gcp"], place, async (trial) => {
    const { AWS_ENDPOINT_URL: aws = "", GOOGLE_COMPUTE_CUSTOM_ENDPOINT: gcp = "" } = trial?.environment ?? {};
    const asked = (region: string) => ({ authorization: `Credential=TRIAL/20261130/${region}/ec2/` });
    return Promise.all([
      fetch(gcp).then(
        () => "an answer",
        () => "none",
      ),
      fetch(aws, { method: "POST", headers: asked("us-east-1") }).then(
        () => "an answer",
        () => "none",
      ),
      fetch(aws, { method: "POST", headers: asked("eu-west-1") }).then(
        () => "an answer",
        () => "none",
      ),
    ]);
  });
  expect(said).toEqual(["none", "none", "an answer"]);
});

test("a place that no stand-in has is refused by its name", async () => {
  const place = { folder, keeps: false, down: ["eu-west-9"] };
  await expect(withTrial(["aws"], place, async () => undefined)).rejects.toThrow('--down "eu-west-9": expected aws');
});
