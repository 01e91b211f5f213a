import { describe, expect, test } from "vitest";
import { dayOfDate } from "../../images/model/day.ts";
import type { InstalledPackage } from "../sample/packages/rows.ts";
import { amphoraName, describeAmphora } from "./description.ts";

const installed = (name: string, version: string, multiArchSame = false): InstalledPackage => ({
  name,
  version,
  arch: "amd64",
  multiArchSame,
  source: name,
  sourceVersion: version,
});

const root = [
  installed("haproxy", "2.6.12-1+deb12u4"),
  installed("keepalived", "1:2.2.7-1+b2"),
  installed("libssl3", "3.0.17-1~deb12u2", true),
  installed("octavia-agent", "11.0.0-2+deb12u1"),
];
const image = { name: "debian-bookworm-zed-octavia-12.11.0-20261123-amd64", release: "zed", sha512: "ab" } as const;

describe("an amphora image", () => {
  test("is called after its Debian, its OpenStack release, the point release and the day", () => {
    const day = dayOfDate(new Date("2026-11-23"));
    expect(amphoraName({ release: "zed", pointRelease: "12.11", minor: 0, day })).toBe(image.name);
  });

  test("is described with the versions of what makes it one, and all that it holds", () => {
    expect(describeAmphora(image, root)).toEqual({
      ...image,
      suite: "bookworm",
      arch: "amd64",
      versions: { haproxy: "2.6.12-1+deb12u4", keepalived: "1:2.2.7-1+b2", "octavia-agent": "11.0.0-2+deb12u1" },
      packages: [
        { name: "haproxy", version: "2.6.12-1+deb12u4" },
        { name: "keepalived", version: "1:2.2.7-1+b2" },
        { name: "libssl3:amd64", version: "3.0.17-1~deb12u2" },
        { name: "octavia-agent", version: "11.0.0-2+deb12u1" },
      ],
    });
  });

  test.each(["haproxy", "keepalived", "octavia-agent"])("is not described without %s", (part) => {
    const without = root.filter(({ name }) => name !== part);
    expect(() => describeAmphora(image, without)).toThrow(`${part} is not installed`);
  });
});
