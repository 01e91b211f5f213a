import { describe, expect, it } from "vitest";
import { addDays, formatDay } from "../../model/day.ts";
import { day, policy as dailies, version } from "../../../test/samples/samples.ts";
import type { Advisory, SecuritySource, TrackedIssue } from "../security/types.ts";
import type { StackPolicy } from "../../plan/policy.ts";
import { decide } from "./decide.ts";
import {
  bookworm,
  packagesOf,
  released,
  securityFacts,
  setOf,
  type Sources,
} from "../../../test/samples/decision-samples.ts";
import type { PackagedSet, ReleaseFacts, ReleasePolicy } from "./types.ts";

const today = day("2025-02-10");
const shown = addDays(today, -7);

const policyWith = (
  publish: Partial<StackPolicy["publish"]> = {},
  release: Partial<ReleasePolicy> = {},
): StackPolicy => ({
  ...dailies,
  suite: "bookworm",
  channel: "release",
  publish: { ...dailies.publish, ...publish },
  release: { ...dailies.release, ...release },
});
const policy = policyWith();
const auto = policyWith({}, { mode: "auto" });

const advisory = (id: string, source: string, fixed: string): Advisory => ({
  id,
  day: today,
  source,
  description: "security update",
  cves: [],
  fixes: new Map([["bookworm", { is: "fixed", version: fixed }]]),
});

const issue = (fixed: string, urgency: TrackedIssue["urgency"]): TrackedIssue => ({
  cve: "CVE-2025-0001",
  status: "resolved",
  fixed,
  urgency,
  noDsa: true,
});

const last = released(setOf("20250201-2010", bookworm), shown);
const dailyWith = (sources: Sources, name = "20250210-2019"): PackagedSet => setOf(name, { ...bookworm, ...sources });

const newOpenssl = { openssl: "3.0.15-1~deb12u2" };
const newTzdata = { tzdata: "2025a-0+deb12u1" };
const opensslAdvisory = advisory("DSA-6000-1", "openssl", "3.0.15-1~deb12u2");

const facts = (
  daily: PackagedSet | null,
  known: Parameters<typeof securityFacts>[0] = {},
  before: ReleaseFacts["last"] = last,
): ReleaseFacts => ({ last: before, dailies: daily === null ? [] : [daily], security: securityFacts(known) });

describe("a release candidate", () => {
  it("is the newest daily that may be promoted", () => {
    const two = { ...facts(null), dailies: [dailyWith(newTzdata, "20250210-2019"), dailyWith({}, "20250209-2018")] };
    expect(decide(two, policy, today).version).toBe("20250210-2019");
  });

  it.each([
    ["there is no daily", []],
    ["the newest daily is released already", [dailyWith({}, "20250201-2010")]],
    ["the newest daily is older than the release", [dailyWith({}, "20250131-2009")]],
  ])("is missing where %s: hold", (_, dailies) => {
    expect(decide({ ...facts(null), dailies }, auto, today)).toMatchObject({
      verdict: "hold",
      rule: "no-candidate",
      version: null,
      reasons: ["no tested daily is newer than 20250201-2010"],
    });
  });

  it("is released as the first one, whatever is known of security", () => {
    const first = facts(dailyWith({}), { sources: { tracker: { state: "missing", reason: "answered 503" } } }, null);
    expect(decide(first, auto, today)).toMatchObject({ verdict: "publish", rule: "first-release", acts: true });
  });
});

describe("packages that cannot be read", () => {
  const without = <Set extends PackagedSet>(set: Set): Set => ({
    ...set,
    images: new Map([...set.images, ["genericcloud/arm64", null]]),
  });

  it("hold a release, even the first one", () => {
    const unreadable = without(dailyWith({}));
    for (const before of [last, null]) {
      expect(decide(facts(unreadable, {}, before), auto, today)).toMatchObject({
        verdict: "hold",
        rule: "unreadable",
        reasons: ["the packages of genericcloud/arm64 of 20250210-2019 cannot be read"],
      });
    }
  });

  it("hold one when they are of the last release", () => {
    const known = { advisories: [opensslAdvisory] };
    expect(decide(facts(dailyWith(newOpenssl), known, without(last)), auto, today)).toMatchObject({
      verdict: "hold",
      reasons: ["the packages of genericcloud/arm64 of 20250201-2010 cannot be read"],
    });
  });
});

describe("packages that are kept out", () => {
  const rules = (packages: StackPolicy["packages"], publish: Partial<StackPolicy["publish"]> = {}): StackPolicy => ({
    ...policyWith(publish, { mode: "auto" }),
    packages,
    expect: { required: ["genericcloud/*"], bestEffort: ["*/*"] },
  });
  const known = { advisories: [opensslAdvisory] };

  it("hold a release whose daily has them in a required image, also one that a person named", () => {
    const forbidden = {
      "*": { forbid: ["openssl"], require: [] },
      genericcloud: { forbid: [], require: ["cloud-init"] },
    };
    for (const named of [{}, { version: version("20250210-2019"), reason: "the team agreed" }]) {
      const { verdict, reasons } = decide(facts(dailyWith(newOpenssl), known), rules(forbidden, named), today);
      expect(verdict).toBe("hold");
      expect(reasons.slice(0, 2)).toEqual([
        "genericcloud/amd64 of 20250210-2019 has openssl, which cloud-images:packages.*.forbid names",
        "genericcloud/amd64 of 20250210-2019 lacks cloud-init, which cloud-images:packages.genericcloud.require names",
      ]);
    }
  });

  it("of a best-effort image hold nothing: it is left out of the release", () => {
    const forbidden = { ec2: { forbid: ["openssl"], require: [] } };
    expect(decide(facts(dailyWith(newOpenssl), known), rules(forbidden), today)).toMatchObject({ verdict: "publish" });
  });
});

describe("security data that is not fresh", () => {
  const needed: readonly (readonly [StackPolicy["suite"], string, readonly SecuritySource[]])[] = [
    ["bookworm", "2026-07-11", ["dsa", "tracker", "archive"]],
    ["bookworm", "2026-07-12", ["dsa", "dla", "tracker", "archive"]],
    ["bullseye-backports", "2025-02-10", ["dsa", "dla", "tracker", "archive"]],
    ["forky", "2025-02-10", ["tracker", "archive"]],
  ];

  it.each(needed)("of %s on %s is any of %j that is stale, missing or not configured", (suite, on, sources) => {
    const all: readonly SecuritySource[] = ["dsa", "dla", "tracker", "archive"];
    for (const source of all) {
      for (const state of ["stale", "missing", "not configured"] as const) {
        const known = { sources: { [source]: { state, reason: "because" } } };
        const decision = decide(facts(dailyWith(newTzdata), known), { ...auto, suite }, day(on));
        expect(decision.rule === "unknown-security", `${source} ${state}`).toBe(sources.includes(source));
        if (sources.includes(source)) expect(decision.reasons).toEqual([`security data, ${source}: ${state}; because`]);
      }
    }
  });

  it("holds a fix too, and says which", () => {
    const known = {
      advisories: [opensslAdvisory],
      sources: { tracker: { state: "missing", reason: "cut off" } },
    } as const;
    expect(decide(facts(dailyWith(newOpenssl), known), auto, today)).toMatchObject({
      verdict: "hold",
      acts: false,
      reasons: [
        "security data, tracker: missing; cut off",
        "held back by this: openssl 3.0.15-1~deb12u2 fixes DSA-6000-1",
      ],
    });
  });
});

describe("a downgrade", () => {
  const older = { openssl: "3.0.14-1~deb12u2", glibc: "2.36-9+deb12u10" };
  const known = { advisories: [advisory("DSA-6001-1", "glibc", "2.36-9+deb12u10")] };

  it("is held whatever else is fixed", () => {
    expect(decide(facts(dailyWith(older), known), auto, today)).toMatchObject({ verdict: "hold", rule: "downgrade" });
  });

  it.each([
    ["its source", { openssl: "3.0.15 breaks SMTP" }],
    ["each of its packages", { openssl: "3.0.15 breaks SMTP", libssl3: "3.0.15 breaks SMTP" }],
  ])("goes where %s has a written reason, which is told", (_, downgrades) => {
    const decision = decide(facts(dailyWith(older), known), policyWith({}, { mode: "auto", downgrades }), today);
    expect(decision).toMatchObject({ verdict: "publish", rule: "reboot" });
    expect(decision.reasons).toContain(
      "openssl (libssl3, openssl) goes back from 3.0.15-1~deb12u1 to 3.0.14-1~deb12u2: 3.0.15 breaks SMTP",
    );
  });

  it("with a reason is no fix of what it opens again", () => {
    const opens = { advisories: [advisory("DSA-5764-1", "openssl", "3.0.15-1~deb12u1")] };
    const explained = policyWith({}, { downgrades: { openssl: "breaks SMTP" } });
    expect(decide(facts(dailyWith({ openssl: "3.0.14-1~deb12u2" }), opens), explained, today)).toMatchObject({
      verdict: "hold",
      rule: "nothing",
    });
  });

  it("is held where the reason is another package's", () => {
    const elsewhere = policyWith({}, { mode: "auto", downgrades: { curl: "breaks SMTP", libssl3: "breaks SMTP" } });
    expect(decide(facts(dailyWith({ ...older, openssh: "1:9.2p1-2+deb12u3" }), known), elsewhere, today)).toMatchObject(
      {
        rule: "downgrade",
        reasons: [
          expect.stringContaining("openssh (openssh-client, openssh-server) goes back"),
          expect.stringContaining("openssl goes back from 3.0.15-1~deb12u1 to 3.0.14-1~deb12u2: nobody wrote down why"),
          "held back by this: glibc 2.36-9+deb12u10 fixes DSA-6001-1, needs a reboot",
        ],
      },
    );
  });
});

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

describe("a person", () => {
  const named = version("20250210-2019");
  const force = (release: Partial<ReleasePolicy> = {}) =>
    policyWith({ version: named, reason: "the team agreed" }, release);

  it("forces what no rule would publish; it acts, and the words stay", () => {
    const stale = { sources: { dsa: { state: "stale", reason: "of 2025-01-01" } } } as const;
    expect(decide(facts(dailyWith({ bash: "5.2.15-2+b8" }), stale), force(), today)).toMatchObject({
      verdict: "publish",
      rule: "person",
      acts: true,
      written: "the team agreed",
      reasons: ["nothing but 1 package built again", "in spite of this: security data, dsa: stale; of 2025-01-01"],
    });
  });

  it("may name a daily that is not the newest", () => {
    const two = { ...facts(null), dailies: [dailyWith(newTzdata, "20250211-2020"), dailyWith({})] };
    expect(decide(two, force(), today)).toMatchObject({ verdict: "publish", version: named });
  });

  it("cannot go backwards", () => {
    const newer = released(setOf("20250212-2021", bookworm), shown);
    expect(decide(facts(dailyWith({}), {}, newer), force(), today)).toMatchObject({
      verdict: "hold",
      rule: "person",
      reasons: ["20250210-2019 is older than the last release, 20250212-2021: never backwards"],
    });
  });

  it("cannot name what is no daily", () => {
    expect(decide(facts(dailyWith({}, "20250209-2018")), force(), today)).toMatchObject({
      verdict: "hold",
      acts: false,
    });
  });

  it("cannot name a daily of which no image may be released", () => {
    const empty = { ...dailyWith({}), images: new Map() };
    expect(decide(facts(empty), force(), today)).toMatchObject({
      verdict: "hold",
      reasons: ["20250210-2019 is no daily of bookworm that may be released"],
    });
  });

  it("needs a reason for each downgrade as well: who named the version may not have seen it", () => {
    const older = facts(dailyWith({ openssl: "3.0.14-1~deb12u2" }));
    expect(decide(older, force(), today)).toMatchObject({ verdict: "hold", rule: "person", acts: false });
    expect(decide(older, force({ downgrades: { openssl: "3.0.15 breaks SMTP" } }), today)).toMatchObject({
      verdict: "publish",
      reasons: [expect.stringContaining("3.0.15 breaks SMTP")],
    });
  });

  it("is done with a version once it is released: the rules are asked again", () => {
    const done = released(setOf("20250210-2019", bookworm), shown);
    const next = facts(dailyWith(newOpenssl, "20250211-2020"), { advisories: [opensslAdvisory] }, done);
    expect(decide(next, force(), today)).toMatchObject({ rule: "security", acts: false, written: null });
  });

  it("holds what a rule would publish, and is told what waits", () => {
    const held = policyWith({ hold: true, reason: "the kernel hangs" }, { mode: "auto" });
    expect(decide(facts(dailyWith(newOpenssl), { advisories: [opensslAdvisory] }), held, today)).toMatchObject({
      verdict: "hold",
      acts: false,
      written: "the kernel hangs",
      reasons: ["releases of bookworm are held", "held back by this: openssl 3.0.15-1~deb12u2 fixes DSA-6000-1"],
    });
  });
});

describe("a freeze", () => {
  const frozen = { frozen: [{ from: today, to: today, reason: "nobody is there" }] };
  const said = `no releases from ${formatDay(today)} to ${formatDay(today)} but for what needs a reboot: nobody is there`;

  it("holds the first release too", () => {
    expect(decide(facts(dailyWith({}), {}, null), policyWith({}, frozen), today)).toMatchObject({
      verdict: "hold",
      rule: "frozen",
      reasons: [said],
    });
  });

  it("says what users wait for", () => {
    const { reasons } = decide(
      facts(dailyWith(newOpenssl), { advisories: [opensslAdvisory] }),
      policyWith({}, frozen),
      today,
    );
    expect(reasons).toEqual([said, "held back by this: openssl 3.0.15-1~deb12u2 fixes DSA-6000-1"]);
  });

  it("lets a person name a version, who reads that it is one", () => {
    const named = policyWith({ version: version("20250210-2019"), reason: "the team agreed" }, frozen);
    expect(decide(facts(dailyWith(newTzdata)), named, today)).toMatchObject({
      verdict: "publish",
      reasons: ["1 package changed", `in spite of this: ${said}`],
    });
  });
});

describe("the mode", () => {
  const worthy = facts(dailyWith(newOpenssl), { advisories: [opensslAdvisory] });

  it("proposes, so that a person approves; or acts", () => {
    expect(decide(worthy, policy, today)).toMatchObject({ verdict: "publish", acts: false });
    expect(decide(worthy, auto, today)).toMatchObject({ verdict: "publish", acts: true });
  });
});
