import { describe, expect, test } from "vitest";
import { readOptions } from "./options.ts";

const today = new Date("2026-11-22T12:00:00Z");

describe("npm run sample", () => {
  test("makes the newest version's set of trixie unless told otherwise", () => {
    const { suite, version, images, folder } = readOptions([], today);
    expect({ suite, version }).toEqual({ suite: "trixie", version: "20261122-2670" });
    expect(images.map(({ vendor, arch }) => `${vendor}/${arch}`)).toEqual(
      expect.arrayContaining(["azure/arm64", "ec2/amd64", "genericcloud/amd64", "genericcloud/arm64", "nocloud/amd64"]),
    );
    expect(folder).toMatch(/\/\.dev\/artifacts$/);
  });

  test.each([
    ["generic/ppc64el,azure/amd64", ["azure/amd64", "generic/ppc64el"]],
    ["ec2/*,ec2/amd64", ["ec2/amd64", "ec2/arm64"]],
    ["*/ppc64el", ["generic/ppc64el", "nocloud/ppc64el"]],
  ])("takes the images it is told: %s", (value, expected) => {
    const { images } = readOptions(["--suite", "bookworm", "--images", value], today);
    expect(images.map(({ vendor, arch }) => `${vendor}/${arch}`)).toEqual(expected);
  });

  test("makes one bootable image unless told which", () => {
    expect(readOptions(["--bootable"], today).images).toEqual([{ vendor: "generic", arch: "amd64" }]);
  });

  test.each([
    ["--suite", "woody", "bookworm"],
    ["--version", "2542", "YYYYMMDD-N"],
    ["--images", "generic/s390x", "generic/amd64"],
    ["--images", "generic", "generic/amd64"],
    ["--size", "0", "MiB"],
    ["--size", "1.5", "MiB"],
    ["--disk", "100", "from 256"],
  ])("refuses %s %s, and says what is expected", (option, value, expected) => {
    expect(() => readOptions([option, value], today)).toThrow(expected);
  });
});
