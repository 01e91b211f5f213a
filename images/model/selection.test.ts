import { expect, test } from "vitest";
import type { Member } from "./image.ts";
import { isSelectionKey, selectionOf } from "./selection.ts";
import { parseVersion } from "./version.ts";

test.each<[string[], string, Member, string | undefined]>([
  [["20260717-2542"], "20260717-2542", "generic/amd64", "20260717-2542"],
  [["20260717-2542/generic/amd64"], "20260717-2542", "generic/amd64", "20260717-2542/generic/amd64"],
  [["20260717-2542/generic/amd64"], "20260717-2542", "generic/arm64", undefined],
  [["20260717-2542/generic/amd64", "20260717-2542"], "20260717-2542", "generic/amd64", "20260717-2542/generic/amd64"],
  [["20260717-2542"], "20260717-254", "generic/amd64", undefined],
  [["20260717-2542/generic"], "20260717-2542", "generic/amd64", undefined],
  [[], "20260717-2542", "generic/amd64", undefined],
])("%j names %s %s by %s", (keys, text, member, key) => {
  const version = parseVersion(text);
  expect(version && selectionOf(keys).keyOf(version, member)).toBe(key);
});

test.each([
  ["20260717-2542", true],
  ["20260717-2542/genericcloud/arm64", true],
  ["20260717-2542/genericcloud", false],
  ["20260717-2542/*/arm64", false],
  ["20260732-1", false],
  ["", false],
])("%j is a selection: %s", (key, expected) => {
  expect(isSelectionKey(key)).toBe(expected);
});
