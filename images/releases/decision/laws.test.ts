import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../model/day.ts";
import { day, policy as dailies, version } from "../../../test/samples/samples.ts";
import type { Advisory, TrackedIssue } from "../security/types.ts";
import { urgencies } from "../security/types.ts";
import type { StackPolicy } from "../../plan/policy.ts";
import { compareVersions } from "../../model/version.ts";
import { decide } from "./decide.ts";
import { released, securityFacts, setOf, type Sources } from "../../../test/samples/decision-samples.ts";
import type { PackagedSet, ReleaseFacts } from "./types.ts";

const today = day("2025-02-10");
const names = ["base-files", "bash", "glibc", "openssl", "tzdata"] as const;

/** Versions of a source in dpkg's order: the steps are two rebuilds, then updates. */
const steps = ["1.0-1", "1.0-1+b1", "1.0-1+b2", "1.0-2", "1.0-3", "1.1-1"];
/** Later than what any image or archive has, and the first without a vulnerability. */
const fixedAtLast = "2.0-1";

const sources: fc.Arbitrary<Sources> = fc.record(
  Object.fromEntries(names.map((name) => [name, fc.constantFrom(...steps)])),
);

const advisories: fc.Arbitrary<Advisory[]> = fc.array(
  fc.record({ source: fc.constantFrom(...names), fixed: fc.constantFrom("1.0-2", "1.0-3", "1.1-1") }).map(advisory),
  { maxLength: 3 },
);

const issues: fc.Arbitrary<[string, TrackedIssue[]][]> = fc.array(
  fc.tuple(
    fc.constantFrom(...names),
    fc
      .record({ fixed: fc.constantFrom("1.0-2", "1.0-3", "1.1-1"), urgency: fc.constantFrom(...urgencies) })
      .map((issue): TrackedIssue[] => [{ cve: "CVE-2025-1000", status: "resolved", noDsa: true, ...issue }]),
  ),
  { maxLength: 3 },
);

function advisory({ source, fixed }: { source: string; fixed: string }): Advisory {
  const fixes: Advisory["fixes"] = new Map([["bookworm", { is: "fixed", version: fixed }]]);
  return { id: `DSA-6000-1`, day: today, source, description: "security update", cves: [], fixes };
}

interface World {
  before: Sources;
  after: Sources;
  archive: Sources;
  advisories: Advisory[];
  issues: [string, TrackedIssue[]][];
  age: number;
  counter: number;
  policy: StackPolicy;
}

const policies: fc.Arbitrary<StackPolicy> = fc
  .record({
    mode: fc.constantFrom("propose", "auto"),
    downgrades: fc.dictionary(fc.constantFrom(...names), fc.constant("it is right")),
    named: fc.option(fc.constantFrom("20250201-2000", "20250201-2010", "20250210-2019").map(version)),
  })
  .map(({ mode, downgrades, named }) => ({
    ...dailies,
    suite: "bookworm",
    channel: "release",
    publish: { version: named, hold: false, reason: "the team agreed" },
    release: { ...dailies.release, mode, downgrades },
  }));

const worlds: fc.Arbitrary<World> = fc.record({
  before: sources,
  after: sources,
  archive: sources,
  advisories,
  issues,
  age: fc.nat({ max: 120 }),
  counter: fc.integer({ min: 2000, max: 2030 }),
  policy: policies,
});

const lastVersion = version("20250201-2010");

function factsOf({ before, after, archive, advisories, issues, age, counter }: World): ReleaseFacts {
  return {
    last: released(setOf(lastVersion, before), addDays(today, -age)),
    dailies: [setOf("20250210-2019", after), setOf(`20250201-${counter}`, after)],
    security: securityFacts({ advisories, issues: new Map(issues), archive }),
  };
}

const unforced = (policy: StackPolicy): StackPolicy => ({ ...policy, publish: dailies.publish });

describe("no decision", () => {
  it("ever publishes what is not newer than the last release, forced or not", () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), (world, onlyOld) => {
        const facts = factsOf(world);
        const dailies = onlyOld ? facts.dailies.slice(1) : facts.dailies;
        const { verdict, version } = decide({ ...facts, dailies }, world.policy, today);
        if (verdict === "publish") expect(version !== null && compareVersions(version, lastVersion) > 0).toBe(true);
      }),
    );
  });

  it("publishes without a change, or with nothing but rebuilds, unless it is forced", () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 0, max: 2 }), (world, rebuilds) => {
        const before = Object.fromEntries(names.map((name) => [name, "1.0-1"]));
        const after = { ...before, bash: steps[rebuilds] ?? "" };
        const { verdict } = decide(factsOf({ ...world, before, after }), unforced(world.policy), today);
        expect(verdict).not.toBe("publish");
      }),
    );
  });

  it("publishes on stale data, unless it is forced", () => {
    const source = fc.constantFrom("dsa", "tracker", "archive");
    fc.assert(
      fc.property(worlds, source, (world, stale) => {
        const facts = factsOf(world);
        const state = { state: "stale", reason: "too old" } as const;
        const security = { ...facts.security, sources: { ...facts.security.sources, [stale]: state } };
        expect(decide({ ...facts, security }, unforced(world.policy), today).verdict).toBe("hold");
      }),
    );
  });

  it("turns from publish to hold because the daily has one fix more", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...names), (world, source) => {
        fc.pre(decide(factsOf(world), world.policy, today).verdict === "publish");
        const fixed = {
          ...world,
          after: { ...world.after, [source]: fixedAtLast },
          advisories: [...world.advisories, advisory({ source, fixed: fixedAtLast })],
        };
        expect(decide(factsOf(fixed), world.policy, today).verdict).toBe("publish");
      }),
    );
  });

  it("acts but on a release that is in the policy's mode, or named by a person", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { acts, verdict, rule } = decide(factsOf(world), world.policy, today);
        expect(acts).toBe(verdict === "publish" && (rule === "person" || world.policy.release.mode === "auto"));
      }),
    );
  });

  it("depends on the order in which vendors and arches come", () => {
    const backwards = <Set extends PackagedSet>(set: Set): Set => ({
      ...set,
      images: new Map([...set.images].reverse()),
    });
    fc.assert(
      fc.property(worlds, (world) => {
        const facts = factsOf(world);
        const other = {
          ...facts,
          last: facts.last === null ? null : backwards(facts.last),
          dailies: facts.dailies.map(backwards),
        };
        expect(decide(other, world.policy, today)).toEqual(decide(facts, world.policy, today));
      }),
    );
  });
});
