import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureStack } from "./stack.ts";

let state: string;
beforeEach(async () => {
  state = await mkdtemp(path.join(tmpdir(), "ensure-stack-"));
});
afterEach(() => rm(state, { recursive: true }));

test("a stack of any role is readable after a kill left an empty file of attributes beside its state", async () => {
  const stacks = path.join(state, ".pulumi/stacks/cloud-images");
  await mkdir(stacks, { recursive: true });
  await writeFile(path.join(stacks, "amphora.json"), "{}");
  await writeFile(path.join(stacks, "amphora.json.attrs"), "");
  await ensureStack("amphora", { PULUMI_BACKEND_URL: `file://${state}` });
  expect(await readdir(stacks)).toEqual(["amphora.json"]);
});
