import type { Decision } from "../releases/decision/types.ts";
import type { DecisionRule } from "../tree/decision-rules.ts";
import { isRebuild } from "../releases/diff/rebuild.ts";
import { joinedFixes } from "./fixes.ts";
import { byWeight, gathered } from "./package-changes.ts";
import type { DecisionReport, SetPackages } from "./types.ts";

/**
 * The decision, and what a person has to do next.
 *
 * @param packages of the sets that appear; a change or fix in them is not repeated here
 */
export function decisionReport(decision: Decision, packages: readonly SetPackages[], stack: string): DecisionReport {
  const { verdict, version, rule, reasons, written, acts } = decision;
  const isShownBelow = packages.some((set) => set.version === version);
  const changes = isShownBelow ? [] : gathered(decision.changes);
  const fixes = [...(isShownBelow ? [] : decision.changes.flatMap((change) => change.fixes)), ...decision.waiting];
  return {
    verdict,
    version,
    rule,
    reasons,
    written,
    acts,
    todo: todoOf(decision, `Pulumi.${stack}.yaml`),
    changes: changes.filter((change) => !isRebuild(change)).toSorted(byWeight),
    fixes: joinedFixes(fixes, (fix) => fix).map(({ fix }) => fix),
    rebuilds: changes.filter(isRebuild).reduce((sum, { packages }) => sum + packages.length, 0),
  };
}

/** @param file the stack's configuration */
function todoOf({ verdict, version, rule, acts }: Decision, file: string): string | null {
  switch (verdict) {
    case "publish":
      if (acts || version === null) return null;
      return `to release it, write cloud-images:publish: {version: ${version}, reason: …} into ${file}, preview again, and approve that plan`;
    case "waiting-for-build":
      return "build a daily of the suite: the archive has a fix that no daily has yet";
    case "hold":
      return whileHeld[rule]?.(file) ?? null;
  }
}

/** For each hold that a person can end: how. */
const whileHeld: Readonly<Partial<Record<DecisionRule, (file: string) => string>>> = {
  person: (file) => `to release again, take hold out of cloud-images:publish in ${file}`,
  unreadable: (file) =>
    `repair the manifests that cannot be read (up --refresh of the daily stack), or name a version and a reason in cloud-images:publish in ${file}`,
  "unknown-security": (file) =>
    `correct the sources that cloud-images:security names in ${file}, or name a version and a reason in cloud-images:publish`,
  downgrade: (file) =>
    `wait for a daily without it, or write into cloud-images:release.downgrades in ${file} why the lower version is right`,
};
