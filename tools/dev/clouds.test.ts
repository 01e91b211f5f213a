import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cloudsOf, withTrial } from "./clouds.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-trial-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("without clouds nothing is started", async () => {
  expect(await cloudsOf(undefined, folder)).toEqual([]);
  expect(await withTrial([], folder, async (trial) => trial)).toBeUndefined();
});

test("a cloud without a stand-in is refused by its name", async () => {
  await expect(cloudsOf("aws,ibm", folder)).rejects.toThrow('--with "ibm": expected some of aws,azure,gcp');
});

test("the clouds are there while the work runs, and the next trial has them again", async () => {
  const seen = await withTrial(["azure", "gcp"], folder, async (trial) => {
    expect(Object.keys(trial?.targets ?? {})).toEqual(["azure", "gcp"]);
    for (const [name, value] of Object.entries(trial?.environment ?? {})) expect(process.env[name]).toBe(value);
    return trial?.seen();
  });
  expect(seen).toEqual({ azure: [], gcp: [] });
  expect((await readdir(folder)).toSorted()).toEqual(["azure.state", "gcp.state"]);
  expect(await cloudsOf("aws", folder)).toEqual(["aws", "azure", "gcp"]);
});
