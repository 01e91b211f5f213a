import { isBoot } from "../tree/attempts.ts";
import { formatDay } from "../model/day.ts";
import { memberOf, type Member } from "../model/image.ts";
import { recordsApi, type Attempt, type ImageRecord, type IndexRecord } from "../tree/record.ts";
import { mirrorTarget } from "../model/target.ts";
import { compareVersions, type Version } from "../model/version.ts";

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
export function resultsOf({ sets }: { sets: readonly IndexRecord["sets"][number][] }): FamilyResults[] {
  const families = new Map<Member, Result[]>();
  for (const { version, images } of sets.toSorted((a, b) => compareVersions(a.version, b.version))) {
    for (const image of images.filter(({ boot }) => boot !== undefined)) {
      const results = families.get(memberOf(image)) ?? [];
      results.push(resultOf(version, image, results.findLast(isDecided)));
      families.set(memberOf(image), results);
    }
  }
  return [...families]
    .map(([member, results]) => ({ member, results: results.toReversed() }))
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

/** `tests.json`: the results of a channel's boot tests, for programs. @param channel its directory */
export const resultsText = (channel: string, families: readonly FamilyResults[]): string =>
  `${JSON.stringify({ apiVersion: recordsApi, kind: "TestResults", channel, families }, null, 2)}\n`;
