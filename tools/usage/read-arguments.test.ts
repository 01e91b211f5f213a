import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { audit, explain, diff } from "./looking.mjs";
import { annotate, sample } from "./making.mjs";
import { dev, preview } from "./publishing.mjs";
import { readArguments, refuseRepeated } from "./read-arguments.ts";

test("options, operands and defaults are read as the usage has them", () => {
  const { values, operands } = readArguments(explain, ["an-image", "-s", "trixie-daily", "--json"]);
  expect([values.stack, values.json, values["config-file"], operands]).toEqual([
    "trixie-daily",
    true,
    undefined,
    ["an-image"],
  ]);
  expect(readArguments(explain, []).values).toMatchObject({ stack: "dev", json: false });
});

test.each([
  [dev, ["--artifact", "DIR"], "--artifact: unknown option; did you mean --artifacts?"],
  [dev, ["--zzzzzzzzzzzz"], "--zzzzzzzzzzzz: unknown option"],
  [dev, ["-x"], "-x: unknown option"],
  [dev, ["DIR"], '"DIR": expected no argument without an option'],
  [dev, ["--artifacts="], "--artifacts: expected a value after it"],
  [annotate, ["--gitlab", "salsa.debian.org"], '--gitlab "salsa.debian.org": expected a URL, as https://example.org'],
  [audit, ["--url=/srv/tree"], '--url "/srv/tree": expected a URL, as https://example.org'],
  [diff, ["--stack"], "Option '-s, --stack <value>' argument missing"],
  [diff, ["a", "b", "--json=yes"], "Option '--json' does not take an argument"],
  [preview, ["--skip-preview"], "--skip-preview: expected to be left out: every run is looked through first"],
  [preview, ["-f"], "-f: expected to be left out: every run is looked through first"],
])("%# a wrong line is refused by name: %j", (usage, args, message) => {
  expect(() => readArguments(usage, args)).toThrow(message);
});

test("a URL may be of any scheme that its program knows", () => {
  expect(readArguments(sample, ["--archive", "file:/srv/debian"]).values.archive).toBe("file:/srv/debian");
});

test.each([
  [explain, ["--stack", "trixie-daily", "--stack=bookworm-daily"], "--stack bookworm-daily: expected once"],
  [explain, ["-s", "trixie-daily", "--stack", "trixie-daily"], "--stack trixie-daily: expected once"],
])("an option of which only the last value would count is refused: %#", (usage, args, message) => {
  expect(() => refuseRepeated(usage, args)).toThrow(message);
});

test.each([
  [explain, ["--json", "--json", "-s", "trixie-daily"]],
  [preview, ["--target", "a", "--target", "b", "-t", "c", "--parallel", "1"]],
])("flags and options of the engine may be repeated: %#", (usage, args) => {
  expect(() => refuseRepeated(usage, args)).not.toThrow();
});

test("a wrong line ends with 2 and says where help is, before anything is set up for it", () => {
  const main = path.join(project, "tools/setup/main.ts");
  const { status, stderr } = spawnSync(process.execPath, [main, "dev", "--no-such-option"], {
    env: { PATH: "" },
    encoding: "utf8",
  });
  expect(stderr.split("\n")).toEqual(["--no-such-option: unknown option", "how to use it: npm run dev -- --help", ""]);
  expect(status).toBe(2);
});
