import { expect, test } from "vitest";
import { atLeast } from "./versions.mjs";

test.each([
  ["v22.18.0", "22.18.0", true],
  ["v22.17.9", "22.18.0", false],
  ["v24.0.0", "22.18.0", true],
  ["v20.20.2", "22.18.0", false],
  ["v3.259.0", "3.259.0", true],
  ["v3.260.0-alpha.1720000000", "3.259.0", true],
  ["v3.99.0", "3.259.0", false],
  ["3.1000.0", "3.259.0", true],
  ["warning: a new version is out\nv3.259.1", "3.259.0", true],
  ["", "3.259.0", false],
  ["pulumi: fetch failed", "3.259.0", false],
])("%j against %s: %s", (printed, wanted, enough) => {
  expect(atLeast(printed, wanted)).toBe(enough);
});
