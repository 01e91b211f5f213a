import { expect, test } from "vitest";
import { splitAtIds, trackerPage } from "./tracker-page.ts";

test.each<[string, string[]]>([
  ["CVE-2026-31001", ["", "CVE-2026-31001", ""]],
  ["linux: DSA-6134-1 (CVE-2026-23112 and 5 more)", ["linux: ", "DSA-6134-1", " (", "CVE-2026-23112", " and 5 more)"]],
  ["DLA-4200, TEMP-1112345-0A1B2C", ["", "DLA-4200", ", ", "TEMP-1112345-0A1B2C", ""]],
  ["no id at all", ["no id at all"]],
])("%s is split at its ids", (text, parts) => {
  expect(splitAtIds(text)).toEqual(parts);
});

test.each(["cve-2026-31001", "XCVE-2026-31001", "CVE-2026-31001x", "CVE-26-1", "DSA-", "CVE-2026-31001-1", "TEMP-1-A"])(
  "%s is no id",
  (text) => {
    expect(splitAtIds(text)).toEqual([text]);
  },
);

test("an id has a page", () => {
  expect(trackerPage("DSA-6134-1")).toBe("https://security-tracker.debian.org/tracker/DSA-6134-1");
});
