import { describe, expect, it } from "vitest";
import { UserError } from "../../model/errors.ts";
import { parseRelease } from "./release-file.ts";

const where = "dists/bookworm-security/InRelease";
const digest = "0123456789abcdef".repeat(4);
const other = "f".repeat(64);

const release = `Origin: Debian
Label: Debian-Security
Suite: oldstable-security
Version: 12
Codename: bookworm-security
Date: Fri, 17 Jul 2026 09:12:25 UTC
Valid-Until: Fri, 24 Jul 2026 09:12:25 UTC
Acquire-By-Hash: yes
Architectures: all amd64 arm64
Description: Debian 12 Security Updates
MD5Sum:
 d41d8cd98f00b204e9800998ecf8427e        0 main/binary-all/Packages
SHA256:
 ${digest}  1234567 main/binary-amd64/Packages
 ${other}    98765 main/binary-amd64/Packages.xz
`;

describe("a Release file", () => {
  it("names its suite, its days and the index files", () => {
    expect(parseRelease(release, where)).toEqual({
      suite: "oldstable-security",
      codename: "bookworm-security",
      date: new Date("2026-07-17T09:12:25Z"),
      validUntil: new Date("2026-07-24T09:12:25Z"),
      files: new Map([
        ["main/binary-amd64/Packages", { size: 1234567, sha256: digest }],
        ["main/binary-amd64/Packages.xz", { size: 98765, sha256: other }],
      ]),
    });
  });

  it("of a stable suite is valid without end", () => {
    expect(parseRelease(release.replace(/Valid-Until.*\n/, ""), where).validUntil).toBeNull();
  });

  it.each(["Sat, 5 Jul 2025 10:02:51 UTC", "Sat, 05 Jul 2025 10:02:51 +0000", "Sat, 05 Jul 2025 10:02:51 GMT"])(
    "may be of %s",
    (date) => {
      const text = release.replace("Fri, 17 Jul 2026 09:12:25 UTC", date);
      expect(parseRelease(text, where).date).toEqual(new Date("2025-07-05T10:02:51Z"));
    },
  );

  it.each(["Suite", "Codename", "Date", "SHA256"])("without %s is refused", (name) => {
    const without = release.replace(new RegExp(`^${name}:`, "m"), `X-${name}:`);
    expect(() => parseRelease(without, where)).toThrow(`${where}, ${name}: expected`);
  });

  it.each([
    ["nothing", "", "line 1"],
    ["a page of a web server", "<!DOCTYPE html>\n", "line 1"],
    ["the signature still around it", `-----BEGIN PGP SIGNED MESSAGE-----\n${release}`, "line 1"],
    ["a line that belongs to no field", ` stray\n${release}`, "line 1"],
    ["an empty line", release.replace("MD5Sum", "\nMD5Sum"), "line 11"],
    ["a field twice", release.replace("MD5Sum:", "Suite: stable\nMD5Sum:"), "line 11"],
    ["a day that is none", release.replace("17 Jul", "soon"), "Date"],
    ["a time of another zone", release.replace("UTC", "+0200"), "Date"],
    ["an end that is none", release.replace("24 Jul", "24 Jux"), "Valid-Until"],
    ["a digest that is too short", release.replace(other, other.slice(1)), "SHA256"],
    ["a file without a size", release.replace("  1234567", ""), "SHA256"],
    ["a file twice", release.replace("Packages.xz", "Packages"), "SHA256"],
    ["a file beside the folder", release.replace("main/binary-amd64/Packages.xz", "main/../../Packages"), "SHA256"],
    ["a file from the root", release.replace("main/binary-amd64/Packages.xz", "/etc/passwd"), "SHA256"],
  ])("with %s is refused", (_, text, place) => {
    const read = (): unknown => parseRelease(text, where);
    expect(read).toThrow(UserError);
    expect(read).toThrow(new RegExp(`^${where}, ${place}(?: is|:) `));
  });
});
