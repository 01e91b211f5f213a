import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { isInstalledName, isPackageVersion } from "./dpkg-names.ts";

const hostile = ["a\nb", "a\u001b[31m", "<script>", "a\u202eb", "a b", "", "a/b", "ä", "a\0"];

describe("the name of an installed package", () => {
  it.each([
    "adduser",
    "zlib1g:amd64",
    "libstdc++6:amd64",
    "g++",
    "0ad",
    "python3.13",
    "linux-image-6.1.0-31-cloud-amd64",
  ])("may be %s", (name) => {
    expect(isInstalledName(name)).toBe(true);
  });

  it.each([...hostile, "-a", "a:", ":amd64", "a:b:c", "a".repeat(300)])("is not %j", (name) => {
    expect(isInstalledName(name)).toBe(false);
  });
});

const valid = [
  "1",
  "3.152",
  "1:1.3.dfsg+really1.3.1-1",
  "2:9.1.0861-1+b1",
  "1.0~rc1-2",
  "0",
  "1:2:3-4",
  "2024.1-1-1",
  "1-a",
];
const invalid = [...hostile, "r5", ":1", "1:", "1-", "x:1", "1_2", "-1", "1".repeat(300)];

describe("the version of a package", () => {
  it.each(valid)("may be %s", (version) => {
    expect(isPackageVersion(version)).toBe(true);
  });

  it.each(invalid)("is not %j", (version) => {
    expect(isPackageVersion(version)).toBe(false);
  });

  it("is what dpkg takes for one", () => {
    const says = (version: string): boolean => {
      try {
        execFileSync("dpkg", ["--validate-version", version], { stdio: "ignore" });
        return true;
      } catch {
        return false;
      }
    };
    expect(valid.filter((version) => !says(version))).toEqual([]);
    expect(invalid.filter((each) => !each.includes("\0") && each.length < 300).filter(says)).toEqual([]);
  });
});
