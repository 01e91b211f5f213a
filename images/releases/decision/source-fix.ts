import { addDays, type Day } from "../../model/day.ts";
import { byGravity } from "../diff/fixes.ts";
import type { Fix, PackageChange } from "../diff/types.ts";
import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import { urgencies } from "../security/types.ts";
import type { ReleasePolicy, WeightyFixes } from "./types.ts";

/** The fixes of one source that a change of packages brings. */
export interface SourceFix {
  source: string;
  /** The first source version without any of them. */
  version: string;
  /** The gravest first. */
  fixes: readonly Fix[];
  /** Whether the fix is only used after a reboot. */
  reboot: boolean;
  /** Whether the fix alone is a reason to release, by `release.security`. */
  isWeighty: boolean;
  /** The day on which it becomes a reason to release; null: never by itself. */
  due: Day | null;
}

/** The fixes of the changes by source, the most urgent first; a downgrade brings none. `since` is the day of the last release. */
export function sourceFixes(changes: readonly PackageChange[], policy: ReleasePolicy, since: Day): SourceFix[] {
  const bySource = new Map<string, Map<string, Fix>>();
  for (const { names, fixes } of changes) {
    if (names.includes("downgraded")) continue;
    for (const fix of fixes) {
      const known = bySource.get(fix.source) ?? new Map<string, Fix>();
      bySource.set(fix.source, known.set(JSON.stringify([fix.advisory, fix.version, fix.cves]), fix));
    }
  }
  return [...bySource]
    .map(([source, fixes]) => sourceFix(source, [...fixes.values()].sort(byWeight), policy, since))
    .sort(byDueDay);
}

function sourceFix(source: string, fixes: readonly Fix[], policy: ReleasePolicy, since: Day): SourceFix {
  const reboot = policy.reboot.includes(source);
  const isWeighty = weighs[policy.security](reboot, fixes);
  const waits = isWeighty ? fixes.map((fix) => patience(fix, policy, reboot)).filter((days) => days !== null) : [];
  const version = fixes.map((fix) => fix.version).reduce(higher);
  return {
    source,
    version,
    fixes,
    reboot,
    isWeighty,
    due: waits.length === 0 ? null : addDays(since, Math.min(...waits)),
  };
}

const weighs: Readonly<Record<WeightyFixes, (reboot: boolean, fixes: readonly Fix[]) => boolean>> = {
  any: () => true,
  critical: (reboot, fixes) => reboot || fixes.some(({ urgency }) => urgency === "high"),
  reboot: (reboot) => reboot,
  never: () => false,
};

/** Days that a fix may wait for others. A fix that justifies a release and needs a reboot does not wait. */
function patience({ advisory, urgency }: Fix, policy: ReleasePolicy, reboot: boolean): number | null {
  if (advisory !== null) return 0;
  const days = policy.urgency[urgency];
  return days === null || !reboot ? days : 0;
}

const higher = (a: string, b: string): string => (compareDpkgVersions(a, b) < 0 ? b : a);

const byWeight = (a: Fix, b: Fix): number =>
  byGravity(a, b) || compareTexts(a.advisory ?? a.cves.join(), b.advisory ?? b.cves.join());

const byDueDay = (a: SourceFix, b: SourceFix): number =>
  Number(a.due === null) - Number(b.due === null) ||
  Number(b.reboot) - Number(a.reboot) ||
  Number(a.due) - Number(b.due) ||
  gravity(a) - gravity(b) ||
  compareTexts(a.source, b.source);

const gravity = ({ fixes }: SourceFix): number =>
  Math.min(...fixes.map(({ advisory, urgency }) => (advisory === null ? 1 + urgencies.indexOf(urgency) : 0)));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
