import { expect, test } from "vitest";
import { usages } from "../usage/commands.mjs";
import { isOfDev } from "./among-trial.ts";
import { devConfigFile } from "./places.ts";

test.each<[keyof typeof usages, string[], boolean]>([
  ["explain", [], true],
  ["explain", ["debian-13-generic-amd64-daily-20260717-2542"], true],
  ["preview", ["--stack", "dev"], true],
  // a preview ends with the command that carries it out
  ["up", ["--config-file", devConfigFile, "--plan", "plan.json"], true],
  ["up", ["--config-file", "another.yaml"], false],
  ["preview", ["--stack", "trixie-daily"], false],
  ["sample", [], false],
  ["dev", [], false],
])("%s %j asks the clouds of an earlier trial: %s", (name, args, asks) => {
  expect(isOfDev(usages[name], args)).toBe(asks);
});
