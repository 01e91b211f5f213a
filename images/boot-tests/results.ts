import { isBoot } from "../../../../images/tree/attempts.ts";
import { formatDay } from "../../../../images/model/day.ts";
import { memberOf, type Member } from "../../../../images/model/image.ts";
import type { Attempt, ImageRecord, IndexRecord } from "../../../../images/tree/record.ts";
import { mirrorTarget } from "../../../../images/model/target.ts";
import { compareVersions, type Version } from "../../../../images/model/version.ts";

/** The results of an image's boots, for a view over time. */
export interface Result {
  version: Version;
  image: string;
  outcome: "passed" | "flaky" | "failed" | "broken" | "not tried" | "untested";
  /** The day of the last deciding attempt, `YYYY-MM-DD`. */
  day: string | null;
  attempts: number;
  /** Relative to the set's directory. */
  evidence: string | null;
  findings: string[];
  /** Findings that the image before it did not have. */
  broke: string[];
  /** Findings that only the image before it had. */
  mended: string[];
  /** Why it is `untested`. */
  reason: string | null;
}

export interface FamilyResults {
  member: Member;
  /** Newest first. */
  results: Result[];
}

/** The boot tests of a channel, by family; without families that have no boot tests. */
export function resultsOf({ sets }: Pick<IndexRecord, "sets">): FamilyResults[] {
  const families = new Map<Member, Result[]>();
  for (const { version, images } of sets.toSorted((a, b) => compareVersions(a.version, b.version))) {
    for (const image of images.filter(({ boot }) => boot !== undefined)) {
      const before = families.get(memberOf(image)) ?? [];
      families.set(memberOf(image), [resultOf(version, image, before.find(isDecided)), ...before]);
    }
  }
  return [...families]
    .map(([member, results]) => ({ member, results }))
    .toSorted((a, b) => (a.member < b.member ? -1 : 1));
}

const isDecided = ({ outcome }: Result): boolean => outcome === "passed" || outcome === "flaky" || outcome === "failed";

function resultOf(version: Version, record: ImageRecord, before: Result | undefined): Result {
  const boots = record.attempts.filter(isBoot);
  const last = boots.findLast(({ outcome }) => outcome !== "broken") ?? boots.at(-1);
  const findings = last?.findings ?? [];
  const isKnown = last !== undefined && last.outcome !== "broken";
  return {
    version,
    image: record.name,
    outcome: outcomeOf(record, boots, last),
    day: last === undefined ? null : formatDay(last.day),
    attempts: boots.length,
    // only results in the tree can be linked
    evidence: isInTree(record) ? (last?.boot?.evidence ?? null) : null,
    findings,
    broke: isKnown ? findings.filter((finding) => before?.findings.includes(finding) !== true) : [],
    mended: isKnown ? (before?.findings ?? []).filter((finding) => !findings.includes(finding)) : [],
    reason: record.boot !== undefined && "untested" in record.boot ? record.boot.untested : null,
  };
}

const isInTree = ({ targets }: ImageRecord): boolean => (targets[mirrorTarget.name]?.refs ?? []).length > 0;

function outcomeOf({ boot }: ImageRecord, boots: readonly Attempt[], last: Attempt | undefined): Result["outcome"] {
  if (last === undefined) return boot !== undefined && "untested" in boot ? "untested" : "not tried";
  if (last.outcome !== "passed") return last.outcome;
  return boots.some(({ outcome }) => outcome === "failed") ? "flaky" : "passed";
}

/** Whether an image of the families was to be booted. */
export const hasBoots = (families: readonly FamilyResults[]): boolean =>
  families.some(({ results }) => results.some(({ outcome }) => outcome !== "untested"));
