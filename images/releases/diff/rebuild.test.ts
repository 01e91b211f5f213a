import { expect, it } from "vitest";
import { isRebuild } from "./rebuild.ts";
import type { ChangeName } from "./types.ts";

it.each<[ChangeName[], boolean]>([
  [["rebuild", "upgraded"], true],
  [["point-release", "rebuild", "upgraded"], true],
  [["rebuild", "downgraded"], false],
  [["security", "rebuild", "upgraded"], false],
  [["kernel-abi", "rebuild", "upgraded"], false],
  [["rebuild", "rename", "upgraded"], false],
  [["upgraded"], false],
])("a change named %j is nothing but a rebuild: %s", (names, expected) => {
  expect(isRebuild({ names })).toBe(expected);
});
