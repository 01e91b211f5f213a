import { describe, expect, it } from "vitest";
import type { Channel } from "../images/model/definitions/channels.ts";
import type { Suite } from "../images/model/definitions/suites.ts";
import { azureName, cloudDescription, cloudFamily, cloudName, gcpFamily, gcpName } from "./names.ts";
import { parseVersion } from "../images/model/version.ts";

const version = parseVersion("20250210-2019");
if (version === undefined) throw new Error("the test's own version is wrong");
const arch = "arm64";

describe("the names of an image in clouds", () => {
  it.each<[Suite, Channel, string, string]>([
    ["bookworm", "release", "debian-12-arm64", "Debian 12 (20250210-2019)"],
    ["bookworm", "daily", "debian-12-arm64-daily", "Debian 12 (daily build 20250210-2019)"],
    ["bookworm-backports", "release", "debian-12-backports-arm64", "Debian 12-backports (20250210-2019)"],
    ["sid", "daily", "debian-sid-arm64-daily", "Debian sid (daily build 20250210-2019)"],
  ])("%s %s: family %s, %s", (suite, channel, family, description) => {
    expect(cloudFamily({ suite, channel, arch })).toBe(family);
    expect(cloudName({ suite, channel, arch, version })).toBe(`${family}-20250210-2019`);
    expect(cloudDescription({ suite, channel, version })).toBe(description);
  });

  it.each<[Suite, Channel, string, string]>([
    ["bookworm", "release", "debian-12", "12"],
    ["bookworm-backports", "daily", "debian-12-daily", "12-backports"],
  ])("%s %s in Azure: offer %s, plan %s", (suite, channel, offer, plan) => {
    expect(azureName({ suite, channel, version })).toEqual({ offer, plan, version: "0.20250210.2019" });
  });
});

describe("Google's names", () => {
  it("are left alone when they are short", () => {
    expect(gcpFamily("debian-12-arm64")).toBe("debian-12-arm64");
    expect(gcpName("debian-12-arm64", "20250210-2019")).toBe("debian-12-arm64-20250210-2019");
  });

  it.each([
    ["x".repeat(80), `${"x".repeat(49)}-20250210-2019`],
    [`${"x".repeat(48)}-y`, `${"x".repeat(48)}-20250210-2019`],
  ])("cut the family of %s, never the version", (family, name) => {
    expect(gcpName(family, "20250210-2019")).toBe(name);
    expect(name.length).toBeLessThanOrEqual(63);
  });

  it("cut a long family to 63 characters", () => {
    expect(gcpFamily("x".repeat(80))).toHaveLength(63);
  });
});
