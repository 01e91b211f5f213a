import { describe, expect, it } from "vitest";
import { installedPackages, sourceOf } from "./dpkg-status.ts";

const paragraph = (...lines: string[]): string => `${lines.join("\n")}\n`;

const plain = paragraph(
  "Package: adduser",
  "Status: install ok installed",
  "Architecture: all",
  "Multi-Arch: foreign",
  "Version: 3.152",
  "Description: add and remove users",
  " Version: 9 is not meant here.",
  "Status-Of-Nothing: x",
);
const same = paragraph(
  "Package: zlib1g",
  "Status: install ok installed",
  "Source: zlib",
  "Architecture: arm64",
  "Multi-Arch: same",
  "Version: 1:1.3.1-1",
);

describe("the packages of dpkg -s", () => {
  it("are named as in the manifest, each with its source", () => {
    expect(installedPackages(`${plain}\n${same}`)).toEqual([
      { name: "adduser", version: "3.152", source: { name: "adduser", version: "3.152" } },
      { name: "zlib1g:arm64", version: "1:1.3.1-1", source: { name: "zlib", version: "1:1.3.1-1" } },
    ]);
  });

  it.each([
    ["hold ok installed", 1],
    ["deinstall ok config-files", 0],
    ["install ok half-installed", 0],
    ["install ok unpacked", 0],
  ])("with status %s count %s", (status, count) => {
    expect(installedPackages(plain.replace("install ok installed", status))).toHaveLength(count);
  });

  it.each(["", "\n\n\n", "Package: x\n", "no status file at all"])("are none in %j", (text) => {
    expect(installedPackages(text)).toEqual([]);
  });
});

it.each([
  [undefined, "bash 5.2"],
  ["glibc", "glibc 5.2"],
  ["bash (5.2.15-2)", "bash 5.2.15-2"],
  ["linux-signed-amd64 (6.1.192+2)", "linux-signed-amd64 6.1.192+2"],
  ["what is (no) source", "bash 5.2"],
])("a Source field %j says %s", (text, said) => {
  const { name, version } = sourceOf(text, { name: "bash", version: "5.2" });
  expect(`${name} ${version}`).toBe(said);
});
