import { baseSuite } from "../../model/definitions/suites.ts";
import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import type { SourceVersion } from "../../packages/types.ts";
import { urgencies, type Advisory, type TrackedIssue, type Urgency } from "../security/types.ts";
import type { SecurityKnowledge } from "./knowledge.ts";
import type { Fix } from "./types.ts";

/**
 * The fixes between two versions of a source, which has the name that advisories use. Advisories come first, the newest first;
 * then what only the tracker knows, the gravest first.
 */
export function fixesBetween(lower: SourceVersion, higher: SourceVersion, knowledge: SecurityKnowledge): Fix[] {
  if (lower.name !== higher.name) return [];
  const [advisories, issues] = [advisoriesOf(lower.name, knowledge.advisories), knowledge.issues.get(lower.name) ?? []];
  if (advisories.length === 0 && issues.length === 0) return [];
  const isClosedBy = (version: string): boolean =>
    compareDpkgVersions(lower.version, version) < 0 && compareDpkgVersions(version, higher.version) <= 0;
  const advised = advisories.flatMap((advisory) => {
    const fix = advisory.fixes.get(baseSuite(knowledge.suite));
    if (fix?.is !== "fixed" || !isClosedBy(fix.version)) return [];
    return [advisedFix(advisory, fix.version, issues)];
  });
  const named = new Set(advised.flatMap(({ cves }) => cves));
  const tracked = issues.filter(({ cve, fixed }) => fixed !== null && isClosedBy(fixed) && !named.has(cve));
  return [...advised, ...trackedFixes(lower.name, tracked)];
}

function advisedFix({ id, cves, source }: Advisory, version: string, issues: readonly TrackedIssue[]): Fix {
  const named = issues.filter(({ cve }) => cves.includes(cve));
  return { advisory: id, cves, source, version, urgency: gravest(named.map(({ urgency }) => urgency)) };
}

/** One fix for each version and urgency: a point release of the kernel closes hundreds of vulnerabilities at once. */
function trackedFixes(source: string, issues: readonly TrackedIssue[]): Fix[] {
  const fixes = new Map<string, Fix & { cves: string[] }>();
  for (const { cve, fixed, urgency } of issues) {
    if (fixed === null) continue;
    const key = `${urgency} ${fixed}`;
    const fix = fixes.get(key) ?? { advisory: null, cves: [], source, version: fixed, urgency };
    fix.cves.push(cve);
    fixes.set(key, fix);
  }
  return [...fixes.values()].sort((a, b) => byGravity(a, b) || compareDpkgVersions(b.version, a.version));
}

/** The gravest first: what an advisory names, then by urgency. */
export const byGravity = (a: Fix, b: Fix): number =>
  Number(a.advisory === null) - Number(b.advisory === null) ||
  urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency);

/** The tracker gives no urgency to most of what an advisory names. */
const gravest = (found: readonly Urgency[]): Urgency =>
  urgencies.find((urgency) => found.includes(urgency)) ?? "not yet assigned";

const bySource = new WeakMap<readonly Advisory[], ReadonlyMap<string, readonly Advisory[]>>();

/** Indexed once, because each changed package of each image asks for its source's advisories. */
function advisoriesOf(source: string, advisories: readonly Advisory[]): readonly Advisory[] {
  const known = bySource.get(advisories) ?? Map.groupBy(advisories, (advisory) => advisory.source);
  bySource.set(advisories, known);
  return known.get(source) ?? [];
}
