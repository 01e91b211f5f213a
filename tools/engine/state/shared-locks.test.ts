import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isOwnRun, rememberRun } from "./own-runs.ts";
import { parseLocks, sharedLocks } from "./shared-locks.ts";

const refusal = (...locks: string[]): string =>
  [
    `error: the stack is currently locked by ${locks.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
    ...locks,
  ].join("\n");

test("a stack whose name is in use, as it always is, has no lock", () => {
  expect(
    parseLocks(
      "SDK 2026/11/29 16:49:49 WARN Response has no supported checksum.\nerror: a stack named dev already exists",
    ),
  ).toEqual([]);
});

test("the engine's refusal names each lock's user, host, process and time", () => {
  const said = refusal(
    "  postgres://****:****@127.0.0.1:5432/state/.pulumi/locks/x.json?sslmode=disable: created by a@b: c@petterson (pid 12) at 2026-11-29T16:00:00Z",
    "  s3://states/.pulumi/locks/y.json: created by debian@casulana (pid 7) at 2026-11-29T17:00:00+01:00",
  );
  const since = new Date("2026-11-29T16:00:00Z");
  expect(parseLocks(said)).toEqual([
    { user: "a@b: c", host: "petterson", pid: 12, since, program: "pulumi" },
    { user: "debian", host: "casulana", pid: 7, since, program: "pulumi" },
  ]);
});

test.each([
  "error: no stack named 'dev' found",
  "error: error listing stacks: could not list bucket: blob (code=NotFound): NoSuchBucket",
  "",
])("any other refusal says nothing about locks: %j", (said) => {
  expect(parseLocks(said)).toBeUndefined();
});

test.each([
  ["and that this machine noted", true],
  ["and that it did not note, because another host has the same name", false],
])("a lock with this host's name %s is of this machine: %s", async (_, noted) => {
  const folder = await mkdtemp(path.join(tmpdir(), "locks-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const said = refusal(`  s3://states/x.json: created by a@${hostname()} (pid 4711) at ${new Date().toISOString()}`);
  await writeFile(path.join(folder, "said"), said);
  await writeFile(path.join(folder, "pulumi"), `#!/bin/sh\ncat "${folder}/said" >&2\nexit 255\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}`, XDG_STATE_HOME: folder };
  if (noted) rememberRun(4711, env);
  expect(await sharedLocks("dev", env).read()).toMatchObject([{ pid: 4711, here: noted }]);
});

test("a killed run is forgotten once its lock is gone", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "locks-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const said = path.join(folder, "said");
  await writeFile(
    said,
    refusal(`  s3://states/x.json: created by a@${hostname()} (pid ${pid}) at ${new Date().toISOString()}`),
  );
  const unlocked = "echo 'error: a stack named dev already exists'";
  const engine = `#!/bin/sh\ncase $1 in cancel) ${unlocked} >"${said}" ;; *) cat "${said}" >&2; exit 255 ;; esac\n`;
  await writeFile(path.join(folder, "pulumi"), engine, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}`, XDG_STATE_HOME: folder };
  rememberRun(pid, env);
  const locks = sharedLocks("dev", env);
  await locks.remove(await locks.read());
  expect(await locks.read()).toEqual([]);
  expect(await isOwnRun({ pid, since: new Date() }, env)).toBe(false);
});

test("a lock that the engine cannot remove is refused with what the engine says, not counted as removed", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "locks-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const said = path.join(folder, "said");
  await writeFile(
    said,
    refusal(`  s3://states/x.json: created by a@${hostname()} (pid ${pid}) at ${new Date().toISOString()}`),
  );
  const denied = "echo 'error: s3: AccessDenied' >&2; exit 255";
  const engine = `#!/bin/sh\ncase $1 in cancel) ${denied} ;; *) cat "${said}" >&2; exit 255 ;; esac\n`;
  await writeFile(path.join(folder, "pulumi"), engine, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}`, XDG_STATE_HOME: folder };
  rememberRun(pid, env);
  const locks = sharedLocks("dev", env);
  await expect(locks.remove(await locks.read())).rejects.toThrow("s3: AccessDenied");
});
