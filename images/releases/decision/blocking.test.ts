import { describe, expect, it } from "vitest";
import { day, version } from "../../../test/samples/samples.ts";
import type { SecuritySource } from "../security/types.ts";
import type { StackPolicy } from "../../plan/policy.ts";
import { decide } from "./decide.ts";
import type { PackagedSet } from "./types.ts";
import {
  today,
  policyWith,
  auto,
  advisory,
  last,
  dailyWith,
  newOpenssl,
  newTzdata,
  opensslAdvisory,
  facts,
} from "../../../test/samples/release-day.ts";

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
