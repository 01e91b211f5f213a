import { describe, expect, test } from "vitest";
import { readEngineOptions } from "./options.ts";

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
    [["--diff", "--target", "urn:a", "--stack", "dev"], { rest: ["--diff", "--target", "urn:a"] }],
  ])("%j", (args, expected) => {
    expect(readEngineOptions(args)).toEqual({ ...usual, ...expected });
  });

  test.each([["--stack"], ["--config-file="], ["--skip-preview"], ["--plan=file"], ["--save-plan"]])(
    "refuses %j",
    (...args) => {
      expect(() => readEngineOptions(args)).toThrow(args[0].replace(/=.*/, ""));
    },
  );
});
