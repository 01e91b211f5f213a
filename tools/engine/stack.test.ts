import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UserError } from "../../images/model/errors.ts";
import { findProgram } from "../../storage/programs/search.mjs";
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

test.each(["/srv/cloud-images/state", "s3:/states", "states"])(
  "a state at %s is refused before the engine takes it for an address of its maker's service",
  async (url) => {
    await expect(ensureStack("trixie-daily", { PULUMI_BACKEND_URL: url })).rejects.toThrow(
      /^PULUMI_BACKEND_URL is ".*": expected the URL of a place for the state, as file:.*docs\/state\.md/,
    );
  },
);

test.skipIf(findProgram("pulumi") === undefined)(
  "a state in a place that the engine cannot open is a failure, told without the password in its URL",
  async () => {
    const url = `postgres://me:${"hunter" + "2"}@127.0.0.1:9/states`;
    const env = { ...process.env, PULUMI_BACKEND_URL: url };
    const failed = await ensureStack("trixie-daily", env).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UserError);
    expect(String(failed)).toMatch(/looks like a password in a URL.*see the engine's error above/);
  },
);
