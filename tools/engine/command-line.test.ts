import { expect, test } from "vitest";
import { isAbout, stackIn, verbIn } from "./command-line.ts";

test.each([
  [["destroy"], "destroy", undefined],
  [["--stack", "dev", "destroy", "--yes"], "destroy", "dev"],
  [["-s", "destroy", "up"], "up", "destroy"],
  [["destroy", "--stack=acme/cloud-images/trixie-daily"], "destroy", "trixie-daily"],
  [["--color", "never", "down", "-s", "dev"], "down", "dev"],
  [["--message", "the end", "-p", "4", "destroy", "-s", "dev"], "destroy", "dev"],
  [["stack", "rm", "dev"], "stack", undefined],
  [["destroy", "-strixie-daily"], "destroy", "trixie-daily"],
  [["destroy", "-s=trixie-daily"], "destroy", "trixie-daily"],
  [["destroy", "-s", "testing", "--stack", "trixie-daily"], "destroy", "trixie-daily"],
  [["destroy", "--stack=testing", "-s", "trixie-daily"], "destroy", "trixie-daily"],
  [["destroy", "--skip-preview", "--stack", "testing"], "destroy", "testing"],
  [[], undefined, undefined],
])("%j", (args, verb, stack) => {
  expect([verbIn(args), stackIn(args)]).toEqual([verb, stack]);
});

test.each([
  [["stack", "init", "dev"], true],
  [["stack", "rm", "--yes", "dev"], true],
  [["stack", "export", "--stack", "dev"], true],
  [["stack", "export", "--stack=dev"], true],
  [["stack", "export", "-s=dev"], true],
  [["stack", "tag", "set", "environment", "dev", "--stack", "trixie-daily"], false],
  [["stack", "export"], false],
])("%j is about dev: %s", (args, isIt) => {
  expect(isAbout("dev", args)).toBe(isIt);
});
