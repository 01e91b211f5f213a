import { addDays } from "../../images/model/day.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { PackagedSet, ReleaseFacts, ReleasePolicy } from "../../images/releases/decision/types.ts";
import type { Advisory, TrackedIssue } from "../../images/releases/security/types.ts";
import { bookworm, released, securityFacts, setOf, type Sources } from "./decision-samples.ts";
import { day, policy as dailies } from "./samples.ts";

/** A day of bookworm's release stack, for tests: its policy, its last release, and what a daily and the archive may have. */

export const today = day("2025-02-10");
export const shown = addDays(today, -7);

export const policyWith = (
  publish: Partial<StackPolicy["publish"]> = {},
  release: Partial<ReleasePolicy> = {},
): StackPolicy => ({
  ...dailies,
  suite: "bookworm",
  channel: "release",
  publish: { ...dailies.publish, ...publish },
  release: { ...dailies.release, ...release },
});
export const policy = policyWith();
export const auto = policyWith({}, { mode: "auto" });

export const advisory = (id: string, source: string, fixed: string): Advisory => ({
  id,
  day: today,
  source,
  description: "security update",
  cves: [],
  fixes: new Map([["bookworm", { is: "fixed", version: fixed }]]),
});

export const issue = (fixed: string, urgency: TrackedIssue["urgency"]): TrackedIssue => ({
  cve: "CVE-2025-0001",
  status: "resolved",
  fixed,
  urgency,
  noDsa: true,
});

export const last = released(setOf("20250201-2010", bookworm), shown);
export const dailyWith = (sources: Sources, name = "20250210-2019"): PackagedSet =>
  setOf(name, { ...bookworm, ...sources });

export const newOpenssl = { openssl: "3.0.15-1~deb12u2" };
export const newTzdata = { tzdata: "2025a-0+deb12u1" };
export const opensslAdvisory = advisory("DSA-6000-1", "openssl", "3.0.15-1~deb12u2");

export const facts = (
  daily: PackagedSet | null,
  known: Parameters<typeof securityFacts>[0] = {},
  before: ReleaseFacts["last"] = last,
): ReleaseFacts => ({ last: before, dailies: daily === null ? [] : [daily], security: securityFacts(known) });
