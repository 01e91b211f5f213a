import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { commands } from "./commands.ts";

test("every npm script is a command, and every command a script", () => {
  const scripts = Object.keys(commands).map((name) => [name, `node tools/setup/start.mjs ${name}`]);
  expect(manifest.scripts).toEqual(Object.fromEntries(scripts));
});
