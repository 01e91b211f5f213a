import { describe, expect, it } from "vitest";
import { formatDay } from "../../model/day.ts";
import { version } from "../../../test/samples/samples.ts";
import { decide } from "./decide.ts";
import { bookworm, released, setOf } from "../../../test/samples/decision-samples.ts";
import type { ReleasePolicy } from "./types.ts";
import {
  today,
  shown,
  policyWith,
  policy,
  auto,
  dailyWith,
  newOpenssl,
  newTzdata,
  opensslAdvisory,
  facts,
} from "../../../test/samples/release-day.ts";

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
