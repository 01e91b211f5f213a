import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { usages } from "./commands.mjs";
import { asksForHelp, helpText } from "./usage.mjs";

/** A fresh clone: nothing is installed in it, and nothing can be found outside. */
let clone: string;
beforeAll(() => {
  clone = mkdtempSync(path.join(tmpdir(), "cloud-images-help-"));
  mkdirSync(path.join(clone, "home"));
  for (const folder of ["tools/setup", "tools/usage", "storage/programs"])
    cpSync(path.join(project, folder), path.join(clone, folder), {
      recursive: true,
      filter: (file) => !file.endsWith(".ts"),
    });
});
afterAll(() => {
  rmSync(clone, { recursive: true });
});

const startWith = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(clone, "tools/setup/start.mjs"), ...args], {
    env: { PATH: "", HOME: path.join(clone, "home") },
    encoding: "utf8",
  });

test("help needs no package, no engine, no program and no network, and leaves nothing", () => {
  const { status, stdout, stderr } = startWith("dev", "--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`${helpText("dev", usages.dev)}\n`);
  expect([readdirSync(clone), readdirSync(path.join(clone, "home"))]).toEqual([["home", "storage", "tools"], []]);
});

test.each(Object.entries(usages))("%s says its usage, each option, an example and its exit codes", (name, usage) => {
  const lines = helpText(name, usage).split("\n");
  expect(lines).toContainEqual(expect.stringContaining(`usage: npm run ${name}`));
  for (const option of Object.keys(usage.options))
    expect(lines.filter((line) => new RegExp(`^  (-., )?--${option}( |$)`).test(line))).toHaveLength(1);
  expect(lines.indexOf("examples:")).toBeLessThan(lines.indexOf("exit codes:"));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}0 {2}\S/));
});

test.each([
  ["explain", ["--help"], true],
  ["explain", ["image", "-h"], true],
  ["explain", ["--", "--help"], false],
  ["explain", [], false],
  ["pulumi", ["--help"], true],
  ["pulumi", ["up", "--help"], false],
] as const)("%s %j asks for help: %j", (name, args, asked) => {
  expect(asksForHelp(usages[name], args)).toBe(asked);
});
