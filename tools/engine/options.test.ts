import { describe, expect, test } from "vitest";
import { up } from "../usage/publishing.mjs";
import { readArguments } from "../usage/read-arguments.ts";
import { engineOptionsOf } from "./options.ts";

const usual = { stack: "dev", configFile: null, refresh: false, rest: [] };

describe("the command line of up and preview", () => {
  test.each([
    [[], {}],
    [["--stack", "trixie-daily"], { stack: "trixie-daily" }],
    [["--stack=trixie-daily"], { stack: "trixie-daily" }],
    [["-s", "trixie-daily", "--refresh"], { stack: "trixie-daily", refresh: true }],
    [["--config-file", "/a=b.yaml"], { configFile: "/a=b.yaml" }],
    [["--config-file=/a=b.yaml"], { configFile: "/a=b.yaml" }],
    [["--yes"], {}],
    [
      ["--diff", "--target", "urn:a", "--stack", "dev", "--target=urn:b"],
      { rest: ["--diff", "--target", "urn:a", "--target", "urn:b"] },
    ],
  ])("%j", (args, expected) => {
    expect(engineOptionsOf(readArguments(up, args))).toEqual({ ...usual, ...expected });
  });

  test.each([["--stack"], ["--config-file="], ["--skip-preview"], ["--target"], ["--save-plan"]])(
    "refuses %j",
    (...args) => {
      expect(() => readArguments(up, args)).toThrow(args[0].replace(/=.*/, ""));
    },
  );
});
