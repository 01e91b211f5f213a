import { expect, test } from "vitest";
import { stackIn, verbIn } from "./command-line.ts";

test.each([
  [["destroy"], "destroy", undefined],
  [["--stack", "dev", "destroy", "--yes"], "destroy", "dev"],
  [["-s", "destroy", "up"], "up", "destroy"],
  [["destroy", "--stack=acme/cloud-images/trixie-daily"], "destroy", "trixie-daily"],
  [["--color", "never", "down", "-s", "dev"], "down", "dev"],
  [["stack", "rm", "dev"], "stack", undefined],
  [[], undefined, undefined],
])("%j", (args, verb, stack) => {
  expect([verbIn(args), stackIn(args)]).toEqual([verb, stack]);
});
