import { suiteDefinition } from "../../model/definitions/suites.ts";
import { compareDpkgVersions, withoutRebuild } from "../../packages/dpkg-version.ts";
import { kernelOf, withoutArch } from "../../packages/package-name.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import type { SecurityKnowledge } from "./knowledge.ts";
import { isSignedTwin } from "./source.ts";
import { changeNames, type ChangeName, type Fix } from "./types.ts";

/** A package that both images have, in versions or under names that differ. */
interface Step {
  before: InstalledPackage;
  after: InstalledPackage;
  /** Below zero: a downgrade. */
  direction: number;
  fixes: readonly Fix[];
}

type StepName = Exclude<ChangeName, "added" | "removed">;

/** Each rule gives the same answer for a change and for its reverse. */
const rules: Readonly<Record<StepName, (step: Step, knowledge: SecurityKnowledge) => boolean>> = {
  security: ({ fixes }) => fixes.length > 0,
  "point-release": (step, knowledge) =>
    suiteDefinition(knowledge.suite).endOfLts !== null &&
    step.direction !== 0 &&
    step.fixes.every(({ advisory }) => advisory === null) &&
    (isNextPoint(step) || cameByStable(step.direction < 0 ? step.before : step.after, knowledge)),
  "kernel-abi": isOtherAbi,
  rebuild: ({ before, after, direction }) =>
    before.version !== after.version &&
    (direction === 0 || before.version.includes("+b") || after.version.includes("+b")) &&
    compareDpkgVersions(withoutRebuild(before.version), withoutRebuild(after.version)) === 0,
  "signed-twin": ({ before, after }) => isSignedTwin(before) || isSignedTwin(after),
  rename: (step) => step.before.name !== step.after.name && !isOtherAbi(step),
  downgraded: ({ direction }) => direction < 0,
  upgraded: ({ direction }) => direction > 0,
};

/** The changes of a package that both images have; never empty if version or name differ. */
export function namesOf(step: Step, knowledge: SecurityKnowledge): ChangeName[] {
  return changeNames.filter((name) => name !== "added" && name !== "removed" && rules[name](step, knowledge));
}

function isOtherAbi({ before, after }: Step): boolean {
  const kernel = kernelOf(before.name);
  const isKernel = kernel !== null && kernel === kernelOf(after.name);
  return isKernel && withoutSignature(before.name) !== withoutSignature(after.name);
}

const withoutSignature = (kernel: string): string => kernel.replace(/-unsigned$/, "");

/** Every point release changes base-files, which holds /etc/debian_version; another number in front is another Debian. */
const isNextPoint = ({ before, after }: Step): boolean =>
  withoutArch(after.name) === "base-files" && /^\d+/.exec(before.version)?.[0] === /^\d+/.exec(after.version)?.[0];

/**
 * Whether the version came with a point release. The archive has only the last point release's version, so an older version counts
 * too, if the suite has a newer one. A version of the security archive does not count, though the next point release takes it over.
 */
function cameByStable({ name, version }: InstalledPackage, { archive }: SecurityKnowledge): boolean {
  if (archive.size === 0) return false;
  const archived = [...archive.values()].flatMap((index) => index.get(withoutArch(name)) ?? []);
  return (
    !archived.some((entry) => entry.pocket === "security" && entry.version === version) &&
    archived.some((entry) => entry.pocket !== "security" && compareDpkgVersions(version, entry.version) <= 0)
  );
}
