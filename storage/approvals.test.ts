import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { approval } from "../test/samples/approval-samples.ts";
import { readApproval, writeApproval } from "./approvals.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "approvals-"))));
afterEach(() => rm(folder, { recursive: true }));

test("an approval is for nobody else's eyes, and read as it was written", async () => {
  const file = join(folder, "previews/trixie-release/plan.json");
  await writeApproval(file, approval);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readApproval(file)).toEqual(approval);
});

describe("what is no approval is refused by name:", () => {
  test.each<[string, (file: string) => Promise<unknown>]>([
    ["no file", async () => undefined],
    ["a folder", (file) => mkdir(file)],
    ["a part of one", (file) => writeFile(file, '{"apiVersion": "cloud')],
  ])("%s", async (_what, make) => {
    const file = join(folder, "plan.json");
    await make(file);
    await expect(readApproval(file)).rejects.toThrow(file);
  });
});
