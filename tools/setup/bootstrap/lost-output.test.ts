import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { project } from "./folders.mjs";

/** Runs a file of set-up with its standard output led elsewhere, as a shell does. */
function run(where: string, file: string, ...args: string[]): { status: number | null; stderr: string } {
  const line = `"$@" ${where}; exit \${PIPESTATUS[0]}`;
  const whole = [process.execPath, path.join(project, "tools/setup", file), ...args];
  return spawnSync("bash", ["-c", line, "bash", ...whole], { encoding: "utf8" });
}

const places: [string, number, string][] = [
  ["> /dev/full", 1, "standard output: ENOSPC: expected room"],
  ["| true", 0, ""],
  ["> /dev/null", 0, ""],
];

it.each(places)("help that is led to %s ends with %i", (where, code, told) => {
  const { status, stderr } = run(where, "start.mjs", "explain", "--help");
  expect(status).toBe(code);
  expect(told === "" ? stderr : stderr.split(told)).toEqual(told === "" ? "" : ["", expect.anything()]);
});

it.each(places)("a command whose output is led to %s ends with %i", async (where, code, told) => {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-output-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { status, stderr } = run(where, "main.ts", "sample", "--out", folder, "--images", "azure/amd64");
  expect(status).toBe(code);
  expect(stderr).toContain(told);
});
