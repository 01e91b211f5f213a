import { describe, expect, it } from "vitest";
import { withSources } from "./packages.ts";
import type { SourceVersion } from "./types.ts";
import type { ArchivedPackage, PackageIndex } from "../releases/security/types.ts";

const archived = (version: string, source: string, sourceVersion = version): ArchivedPackage => ({
  version,
  source: { name: source, version: sourceVersion },
  pocket: "main",
});

const archive: PackageIndex = new Map([
  ["bash", [archived("5.2.15-2+b13", "bash", "5.2.15-2")]],
  ["libc6", [archived("2.36-9+deb12u7", "glibc"), archived("2.36-9+deb12u14", "glibc")]],
  ["libcap2", [archived("1:2.66-4+deb12u3+b1", "libcap2", "1:2.66-4+deb12u3")]],
  ["bsdutils", [archived("1:2.38.1-5+deb12u3", "util-linux", "2.38.1-5+deb12u3")]],
  ["dmsetup", [archived("2:1.02.185-2", "lvm2", "2.03.16-2")]],
  ["shim-signed", [archived("1.51~1+deb12u1+16.1-2~deb12u1", "shim-signed", "1.51~1+deb12u1")]],
  ["linux-image-cloud-amd64", [archived("6.1.192-2", "linux-signed-amd64", "6.1.192+2")]],
  ["linux-image-6.1.0-56-cloud-amd64", [archived("6.1.192-2", "linux-signed-amd64", "6.1.192+2")]],
]);

const text = (source: SourceVersion | null | undefined) => (source == null ? null : `${source.name} ${source.version}`);

describe("a package's source, by the archive's index", () => {
  it.each<[string, string, string | null, string]>([
    ["libc6:amd64", "2.36-9+deb12u7", "glibc 2.36-9+deb12u7", "is that of the same version"],
    ["dmsetup", "2:1.02.185-2", "lvm2 2.03.16-2", "is that of the same version, however it is counted"],
    ["libc6:amd64", "2.36-9+deb12u9", "glibc 2.36-9+deb12u9", "has the binary's version where others have"],
    ["bash", "5.2.15-2+b7", "bash 5.2.15-2", "is what a rebuild was built from"],
    ["libcap2:amd64", "1:2.66-4", "libcap2 1:2.66-4", "keeps its epoch"],
    ["bsdutils", "1:2.38.1-5+deb12u1", "util-linux 2.38.1-5+deb12u1", "has no epoch where only the binary has one"],
    ["linux-image-cloud-amd64", "6.1.128-1", "linux-signed-amd64 6.1.128+1", "is a signed kernel's twin"],
    [
      "linux-image-6.1.0-31-cloud-amd64",
      "6.1.128-1",
      "linux-signed-amd64 6.1.128+1",
      "is told by a kernel of another ABI",
    ],
    ["shim-signed:amd64", "1.44~1+deb12u1+15.8-1~deb12u1", "shim-signed 1.44~1+deb12u1", "is without shim's version"],
    ["dmsetup", "2:1.02.175-2.1", null, "is not guessed where the versions have nothing in common"],
    ["left-out", "1", null, "is unknown where the archive does not know the package"],
  ])("of %s %s is %s: it %s", (name, version, source) => {
    expect(text(withSources([{ name, version }], null, archive)[0]?.source)).toBe(source);
  });
});

const status = [
  "Package: bash\nStatus: install ok installed\nSource: shell (1.0)\nVersion: 5.2.15-2+b13",
  "Package: libc6\nStatus: install ok installed\nSource: glibc\nArchitecture: amd64\nMulti-Arch: same\nVersion: 2.36-9",
].join("\n\n");

describe("a package's source, by dpkg-status", () => {
  it.each([
    ["bash", "5.2.15-2+b13", "shell 1.0", "counts before the archive's"],
    ["libc6:amd64", "2.36-9", "glibc 2.36-9", "is found under the manifest's name"],
    ["bash", "5.2.15-2+b7", "bash 5.2.15-2", "does not count for another version"],
  ])("of %s %s is %s: it %s", (name, version, source) => {
    expect(text(withSources([{ name, version }], status, archive)[0]?.source)).toBe(source);
  });
});

it("is null, and the package stays, where nothing names it", () => {
  expect(withSources([{ name: "bash", version: "5.2" }], null, null)).toEqual([
    { name: "bash", version: "5.2", source: null },
  ]);
});
