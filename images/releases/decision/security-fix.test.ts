import { describe, expect, it } from "vitest";
import { addDays } from "../../model/day.ts";
import { version } from "../../../test/samples/samples.ts";
import type { TrackedIssue } from "../security/types.ts";
import { decide } from "./decide.ts";
import {
  bookworm,
  packagesOf,
  released,
  type securityFacts,
  type Sources,
} from "../../../test/samples/decision-samples.ts";
import type { ReleasePolicy } from "./types.ts";
import {
  today,
  shown,
  policyWith,
  policy,
  advisory,
  issue,
  last,
  dailyWith,
  newOpenssl,
  newTzdata,
  opensslAdvisory,
  facts,
} from "../../../test/samples/release-day.ts";

describe("a security fix", () => {
  const publishedBy = (
    known: Parameters<typeof securityFacts>[0],
    daily: Sources,
    release: Partial<ReleasePolicy> = {},
  ) => decide(facts(dailyWith(daily), known), policyWith({}, release), today).rule;
  const tracked = (source: string, fixed: string, urgency: TrackedIssue["urgency"]) => ({
    issues: new Map([[source, [issue(fixed, urgency)]]]),
  });
  const kernel = { linux: "6.1.0-31 6.1.128-1" };

  it.each([
    ["of the reboot list", "reboot", { advisories: [advisory("DSA-5860-1", "linux", "6.1.128-1")] }, kernel],
    [
      "of the reboot list that only the tracker knows",
      "reboot",
      tracked("linux", "6.1.128-1", "not yet assigned"),
      kernel,
    ],
    ["of the reboot list that is none in practice", "nothing", tracked("linux", "6.1.128-1", "unimportant"), kernel],
    ["with an advisory", "security", { advisories: [opensslAdvisory] }, newOpenssl],
    ["of high urgency without one", "security", tracked("openssl", "3.0.15-1~deb12u2", "high"), newOpenssl],
    ["of low urgency without one", "nothing", tracked("openssl", "3.0.15-1~deb12u2", "low"), newOpenssl],
    [
      "that the image had before",
      "nothing",
      { advisories: [advisory("DSA-5999-1", "openssl", "3.0.15-1~deb12u1")] },
      newOpenssl,
    ],
  ] as const)("%s is decided by the rule %s", (_, rule, known, daily) => {
    expect(publishedBy(known, daily)).toBe(rule);
  });

  it("is critical where one of its issues is of high urgency", () => {
    const issues = [issue("3.0.15-1~deb12u2", "low"), { ...issue("3.0.15-1~deb12u2", "high"), cve: "CVE-2025-0002" }];
    const known = { issues: new Map([["openssl", issues]]) };
    expect(publishedBy(known, newOpenssl, { security: "critical" })).toBe("security");
    expect(publishedBy(tracked("openssl", "3.0.15-1~deb12u2", "low"), newOpenssl, { security: "critical" })).toBe(
      "nothing",
    );
  });

  it.each([
    [30, true],
    [null, false],
  ])("that is not worth a release names the day of the next one: at the latest after %s days", (atLatest, isNamed) => {
    const known = facts(dailyWith(newOpenssl), tracked("openssl", "3.0.15-1~deb12u2", "low"));
    const { reasons } = decide(known, policyWith({}, { security: "never", atLatest }), today);
    expect(reasons.some((reason) => reason.endsWith("at the latest"))).toBe(isNamed);
  });

  it("of a source that the team added to the reboot list asks for one", () => {
    const known = { advisories: [opensslAdvisory] };
    expect(publishedBy(known, newOpenssl, { reboot: ["linux", "openssl"] })).toBe("reboot");
  });

  it("in an image of one arch alone publishes all", () => {
    const daily = dailyWith({});
    const images = new Map(daily.images).set("genericcloud/arm64", packagesOf({ ...bookworm, ...newOpenssl }, "arm64"));
    const decision = decide(facts({ ...daily, images }, { advisories: [opensslAdvisory] }), policy, today);
    expect(decision).toMatchObject({ verdict: "publish", rule: "security", version: "20250210-2019" });
  });

  it("in many images is one change and one reason; the gravest comes first", () => {
    const daily = dailyWith({ ...newOpenssl, ...newTzdata, glibc: "2.36-9+deb12u10" });
    const known = { advisories: [opensslAdvisory, advisory("DSA-6001-1", "glibc", "2.36-9+deb12u10")] };
    const { reasons, changes } = decide(facts(daily, known), policy, today);
    expect(reasons).toEqual([
      "glibc 2.36-9+deb12u10 fixes DSA-6001-1, needs a reboot",
      "openssl 3.0.15-1~deb12u2 fixes DSA-6000-1",
    ]);
    expect(changes.map(({ after }) => after?.name)).toEqual([
      "libc-bin",
      "libc6:amd64",
      "libssl3:amd64",
      "openssl",
      "tzdata",
    ]);
  });

  it("that is still to be built is one reason more, and does not stop another", () => {
    const known = {
      advisories: [opensslAdvisory, advisory("DSA-6001-1", "glibc", "2.36-9+deb12u10")],
      archive: { ...bookworm, glibc: "2.36-9+deb12u10" },
    };
    expect(decide(facts(dailyWith(newOpenssl), known), policy, today)).toMatchObject({
      verdict: "publish",
      reasons: [
        "openssl 3.0.15-1~deb12u2 fixes DSA-6000-1",
        "still to be built: glibc 2.36-9+deb12u10 fixes DSA-6001-1, needs a reboot",
      ],
    });
  });

  it("that the daily has is not waited for, though the archive has it too", () => {
    const known = { advisories: [opensslAdvisory], archive: { ...bookworm, ...newOpenssl } };
    expect(decide(facts(dailyWith(newOpenssl), known), policy, today).reasons).toEqual([
      "openssl 3.0.15-1~deb12u2 fixes DSA-6000-1",
    ]);
  });

  it.each([
    ["announced, but not in the archive", { advisories: [opensslAdvisory], archive: bookworm }],
    [
      "in the archive, and none in practice",
      { ...tracked("openssl", "3.0.15-1~deb12u2", "unimportant"), archive: newOpenssl },
    ],
  ])("that is %s is not waited for", (_, known) => {
    expect(decide(facts(dailyWith(newTzdata), known), policy, today)).toMatchObject({
      verdict: "hold",
      rule: "nothing",
    });
  });

  it("that no daily gets does not keep old releases in use for ever", () => {
    const known = { advisories: [opensslAdvisory], archive: newOpenssl };
    const old = facts(dailyWith(newTzdata), known, { ...last, shown: addDays(today, -90) });
    expect(decide(old, policy, today)).toMatchObject({ verdict: "publish", rule: "at-latest" });
  });
});

describe("a point release", () => {
  it("that the release team asked for is told with its reason once it is there, and not asked for again", () => {
    const asked = policyWith({}, { pointRelease: { version: "12.10", reason: "with the installer" } });
    const contained = dailyWith({ "base-files": "12.4+deb12u10" });
    expect(decide(facts(contained), asked, today)).toMatchObject({
      verdict: "publish",
      rule: "point-release",
      reasons: ["point release 12.10, 12.9 until now, asked for: with the installer"],
    });
    expect(
      decide(facts({ ...contained, version: version("20250211-2020") }, {}, released(contained, shown)), asked, today),
    ).toMatchObject({
      verdict: "hold",
      reasons: ["no package changed"],
    });
  });
});
