import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { refuseKeptByNpm } from "./kept-by-npm.ts";
import { adopt, explain } from "./looking.mjs";
import { announce, pulumi, up } from "./publishing.mjs";
import type { Usage } from "./usage.mjs";

const refusal = (name: string, usage: Usage, args: readonly string[], env: NodeJS.ProcessEnv): string | undefined => {
  try {
    refuseKeptByNpm(name, usage, { args, env: { npm_lifecycle_event: name, ...env } });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test.each<[string, Usage, string[], NodeJS.ProcessEnv, string]>([
  ["announce", announce, ["--stack", "trixie-daily"], { npm_config_dry_run: "true" }, "--dry-run"],
  ["adopt", adopt, ["--root", "/srv/tree"], { npm_config_dry_run: "true" }, "--dry-run"],
  ["up", up, [], { npm_config_stack: "trixie-daily" }, "--stack"],
  ["up", up, ["--stack", "a"], { npm_config_expect_no_changes: "true" }, "--expect-no-changes"],
  ["explain", explain, ["trixie-daily"], { npm_config_stack: "true" }, "--stack"],
  ["pulumi", pulumi, ["cancel"], { npm_config_stack: "trixie-daily" }, "--stack"],
])("%s without an option that npm has kept is refused: %#", (name, usage, args, env, option) => {
  expect(refusal(name, usage, args, env)).toContain(`${option}: npm has kept it`);
});

test.each<[string, string[], NodeJS.ProcessEnv]>([
  ["has it after the -- too", ["--stack", "trixie-daily"], { npm_config_stack: "trixie-release" }],
  ["was started by another command", [], { npm_lifecycle_event: "test", npm_config_stack: "trixie-daily" }],
  ["runs under settings that a person has for npm", [], { npm_config_json: "true", npm_config_yes: "true" }],
  ["runs where npm says that a setting is off", [], { npm_config_refresh: "" }],
])("a command that %s goes on", (_, args, env) => {
  expect(refusal("up", up, args, env)).toBeUndefined();
});

test("npm itself hands a trial's option to nobody, and the command tells people nothing", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kept-by-npm-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const announceScript = `node ${path.join(project, "tools/setup/main.ts")} announce`;
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ scripts: { announce: announceScript } }));
  const { status, stderr } = spawnSync("npm", ["run", "announce", "--dry-run", "--", "--stack", "trixie-daily"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toContain("npm run announce -- --dry-run");
  expect(status).toBe(2);
});
