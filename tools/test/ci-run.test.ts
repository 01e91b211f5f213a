import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cloud-images-ci-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs CI's script with a stand-in for npm that has this output and exit code for each ring. */
function runCi(rings: Readonly<Record<"test" | "test:bare" | "test:services", string>>): {
  code: number | null;
  lines: string[];
} {
  const cases = Object.entries(rings).map(([ring, script]) => `${ring}) ${script};;`);
  const npm = path.join(folder, "npm");
  writeFileSync(npm, `#!/bin/sh\n[ "$1" = run ] && shift\ncase $1 in\n${cases.join("\n")}\nesac\n`);
  chmodSync(npm, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
  const { status, stdout } = spawnSync(path.join(project, ".ci/run"), { env, encoding: "utf8" });
  return { code: status, lines: stdout.trimEnd().split("\n") };
}

const good = {
  test: "echo 7 passed, 0 failed",
  "test:bare": "echo 2 passed, 0 failed",
  "test:services": "echo 1 passed, 0 failed",
};

test("the last line sums up all rings", () => {
  const { code, lines } = runCi({ ...good, "test:services": "echo 1 passed, 0 failed, 3 skipped" });
  expect([code, lines.at(-1)]).toEqual([0, "10 passed, 0 failed, 3 skipped"]);
});

test("a ring that fails does not stop the next, and the whole fails", () => {
  const { code, lines } = runCi({ ...good, test: "echo 5 passed, 2 failed; exit 1" });
  expect(lines).toContain("2 passed, 0 failed");
  expect([code, lines.at(-1)]).toEqual([1, "8 passed, 2 failed"]);
});

test.each([
  ["ends without its last line", "echo killed"],
  ["fails although no test did", "echo 7 passed, 0 failed; exit 1"],
  ["is killed before it says anything", "kill -KILL $$"],
])("a ring that %s counts as a failure", (_case, script) => {
  const { code, lines } = runCi({ ...good, test: script });
  expect(code).toBe(1);
  expect(lines.at(-1)).toMatch(/, 1 failed$/);
  expect(lines.at(-2)).toMatch(/^FAILED  npm test /);
});

test("what failed is repeated after the last ring, with its reason and the time of each ring", () => {
  const failing =
    "echo 'FAILED  a.test.ts: law 1'; echo '  expected 1, got 2'; echo more; echo 6 passed, 1 failed; exit 1";
  const { lines } = runCi({ ...good, test: failing });
  expect(lines.slice(lines.indexOf("== all rings")).map((line) => line.replace(/\d+ s$/, "… s"))).toEqual([
    "== all rings",
    "npm test: … s",
    "npm run test:bare: … s",
    "npm run test:services: … s",
    "FAILED  a.test.ts: law 1",
    "  expected 1, got 2",
    "9 passed, 1 failed",
  ]);
});
