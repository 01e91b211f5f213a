import { expect, test } from "vitest";
import { shortDigests } from "./short-digests.ts";

test.each([
  ["sha512", `is ${"0123456789abcdef".repeat(8)}, not ${"f".repeat(128)}`, "is 0123456789ab…, not ffffffffffff…"],
  ["sha256", "e".repeat(64), "eeeeeeeeeeee…"],
  [
    "a version, a commit",
    "20260717-2542 4bb9869b6c9353cca97d79e93c7d0dbb00000000",
    "20260717-2542 4bb9869b6c9353cca97d79e93c7d0dbb00000000",
  ],
])("digests are cut, other text is not: %s", (_, text, short) => expect(shortDigests(text)).toBe(short));
