import { expect, test } from "vitest";
import { matches } from "./packages.mjs";

const wanted = {
  packages: {
    "": { version: "0.0.0" },
    "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
    "node_modules/for-another-machine": { version: "1.0.0", integrity: "sha512-b", optional: true },
  },
};
const zod = wanted.packages["node_modules/zod"];

test.each([
  ["what the lock file says is installed", { "node_modules/zod": zod }, true],
  ["an optional package is there too", wanted.packages, true],
  ["a package of an older lock file is still there", { "node_modules/zod": zod, "node_modules/old": zod }, true],
  ["a package is missing", {}, false],
  ["a package has another version", { "node_modules/zod": { ...zod, version: "4.0.0" } }, false],
  ["a package has other bytes", { "node_modules/zod": { ...zod, integrity: "sha512-c" } }, false],
])("%s", (_sentence, packages, upToDate) => {
  expect(matches({ packages }, wanted)).toBe(upToDate);
});
