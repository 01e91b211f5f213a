import { daysBetween, type Day } from "../../model/day.ts";
import type { SecurityKnowledge } from "../diff/diff.ts";
import type { PackageChange } from "../diff/types.ts";
import type { StackPolicy } from "../../plan/policy.ts";
import { versionOrder, type Version } from "../../model/version.ts";
import { changesBetween, changesToCome } from "./changes.ts";
import { sourceFixes, type SourceFix } from "./source-fix.ts";
import type { Decision, PackagedSet, ReleaseFacts } from "./types.ts";

/** A rule of the release decision; null where it does not apply, so that the next one is asked. */
export type Rule = (matter: Case) => Answer;

export type Answer = Pick<Decision, "verdict" | "reasons"> | null;

export const answer = (verdict: Decision["verdict"], reasons: readonly string[]): Answer =>
  reasons.length === 0 ? null : { verdict, reasons };

/** The facts that each rule judges, and what follows from them. */
export interface Case extends Omit<ReleaseFacts, "dailies"> {
  policy: StackPolicy;
  today: Day;
  /** The version that a person names; null where none is named, or it is released already. */
  named: Version | null;
  /** The named daily, else the newest one; null where there is none, or none newer than the last release. */
  candidate: PackagedSet | null;
  /** From the last release to the candidate. */
  changes: readonly PackageChange[];
  /** The fixes that the candidate brings, the most urgent first. */
  fixes: readonly SourceFix[];
  /** Fixes in the archive that neither the last release nor the candidate has, if they can become a reason to release. */
  waiting: readonly SourceFix[];
  /** Days since the last release. */
  age: number;
}

export function caseOf({ last, dailies, security }: ReleaseFacts, policy: StackPolicy, today: Day): Case {
  const knowledge: SecurityKnowledge = { ...security, suite: policy.suite };
  const named = policy.publish.version === last?.version ? null : policy.publish.version;
  const newer = dailies.filter(({ version, images }) => images.size > 0 && isNewer(version, last));
  const candidate = (named === null ? newer[0] : newer.find(({ version }) => version === named)) ?? null;
  const since = last?.shown ?? today;
  const changes = last === null || candidate === null ? [] : changesBetween(last, candidate, knowledge);
  const newest = candidate ?? last;
  const toCome = last === null || newest === null ? [] : changesToCome(newest, knowledge);
  return {
    policy,
    today,
    last,
    security,
    named,
    candidate,
    changes,
    fixes: sourceFixes(changes, policy.release, since),
    waiting: sourceFixes(toCome, policy.release, since).filter(({ due }) => due !== null),
    age: daysBetween(since, today),
  };
}

const isNewer = (version: Version, last: ReleaseFacts["last"]): boolean =>
  last === null || versionOrder(version) > versionOrder(last.version);

export const isDue = ({ due }: SourceFix, today: Day): boolean => due !== null && due <= today;
