import { describe, expect, it } from "vitest";
import type { Channel } from "../images/model/definitions/channels.ts";
import type { Suite } from "../images/model/definitions/suites.ts";
import { cloudDescription, cloudFamily, cloudName } from "./names.ts";
import { version as versionOf } from "../test/samples/samples.ts";

const version = versionOf("20250210-2019");
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
});
