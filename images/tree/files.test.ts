import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseChecksums } from "./texts/checksums.ts";
import { suites, type Suite } from "../model/definitions/suites.ts";
import {
  buildFile,
  buildName,
  dataFormats,
  familyLinks,
  fileName,
  isChecksummed,
  parseBuildFile,
  parseBuildName,
} from "./files.ts";
import { parseImageName, type Image } from "../model/image.ts";
import { version as versionOf } from "../../test/samples/samples.ts";

const version = versionOf("20260717-2542");
const image: Image = { suite: "trixie", channel: "daily", vendor: "generic", arch: "arm64", version };

describe("the files of an image in the tree", () => {
  it("are the manifest and the formats of its vendor", () => {
    expect(dataFormats(image).map((format) => fileName(image, format))).toEqual([
      "debian-13-generic-arm64-daily-20260717-2542.json",
      "debian-13-generic-arm64-daily-20260717-2542.tar.xz",
      "debian-13-generic-arm64-daily-20260717-2542.raw",
      "debian-13-generic-arm64-daily-20260717-2542.qcow2",
    ]);
    expect(dataFormats({ vendor: "ec2" })).toEqual(["json", "tar.xz"]);
  });

  it("have names without a version in latest/", () => {
    expect(familyLinks({ ...image, channel: "release", vendor: "azure" })).toEqual([
      { link: "debian-13-azure-arm64.json", file: "debian-13-azure-arm64-20260717-2542.json" },
      { link: "debian-13-azure-arm64.tar.xz", file: "debian-13-azure-arm64-20260717-2542.tar.xz" },
    ]);
    expect(familyLinks(image).map(({ link }) => link)).toContain("debian-13-generic-arm64-daily.qcow2");
  });

  it.each([
    ["x.json", true],
    ["x.tar.xz", true],
    ["x.raw", true],
    ["x.qcow2", true],
    ["set.json", false],
    ["x.info", false],
    ["x.junit.xml", false],
    ["x.dpkg-status", false],
    ["x.sources", false],
    ["x.log", false],
    ["x.log", false],
    ["HEADER.html", false],
    ["SHA512SUMS", false],
  ])("%s in SHA512SUMS: %s", (name, covered) => {
    expect(isChecksummed(name)).toBe(covered);
  });

  const debian = "../shared/data/trixie-daily-20260717-2542.SHA512SUMS";
  it.skipIf(!existsSync(debian))("are those that Debian published of trixie", () => {
    const names = parseChecksums(readFileSync(debian, "utf8"), debian).map(({ name }) => name);
    const bases = new Set(names.map((name) => name.replace(/\.(json|tar\.xz|raw|qcow2)$/, "")));
    const ours = [...bases].flatMap((base) => {
      const read = parseImageName(base);
      if (read === undefined) throw new Error(`Debian's name is not understood: ${base}`);
      return dataFormats(read).map((format) => fileName(read, format));
    });
    expect(ours.toSorted()).toEqual(names.toSorted());
  });
});

describe("the files of a build", () => {
  it.each(Object.keys(suites) as Suite[])("of %s have a base name that is read back", (suite) => {
    expect(parseBuildName(buildName({ ...image, suite }))).toEqual({
      type: "official",
      codename: suite,
      vendor: "generic",
      arch: "arm64",
      version: "20260717-2542",
    });
  });

  it.each([
    [
      "debian-bookworm-backports-genericcloud-amd64-official-20250210-2019",
      { codename: "bookworm-backports", type: "official" },
    ],
    [
      "debian-sid-generic-amd64-dev-salsa-me-7-12",
      { codename: "sid", type: "dev", buildId: "salsa-me-7", version: "12" },
    ],
    [
      "debian-trixie-generic-amd64-dev-official-1-3",
      { codename: "trixie", type: "dev", buildId: "official-1", version: "3" },
    ],
    ["debian-duke-generic-amd64-official-later", { codename: "duke", type: "official", version: "later" }],
  ])("are told apart: %s", (name, expected) => {
    expect(parseBuildName(name)).toMatchObject(expected);
  });

  it.each([
    "debian-13-generic-amd64-20260717-2542",
    "ubuntu-trixie-generic-amd64-official-1",
    "debian-trixie-amd64-official-1",
    "x",
    "",
  ])("are not: %j", (name) => {
    expect(parseBuildName(name)).toBeUndefined();
  });

  it.each([
    ["tar.xz", "b.tar.xz"],
    ["json", "b.build.json"],
    ["info", "b.info"],
    ["junit.xml", "b.build.junit.xml"],
    ["dpkg-status", "b.dpkg-status"],
    ["log", "b.log"],
  ] as const)("the %s is %s", (format, name) => {
    expect(buildFile("b", format)).toBe(name);
    expect(parseBuildFile(name)).toEqual({ base: "b", format });
  });

  it.each(["b.raw", "b.json", "b", "b.qcow2"])("%s is no file of a build", (name) => {
    expect(parseBuildFile(name)).toBeUndefined();
  });
});
