import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import { withoutArch } from "../../packages/package-name.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import { fixesBetween } from "./fixes.ts";
import type { SecurityKnowledge } from "./knowledge.ts";
import { namesOf } from "./naming.ts";
import { pairPackages, type Pair } from "./pairing.ts";
import { advisedSourceOf } from "./source.ts";
import type { Fix, ImageDiff, PackageChange } from "./types.ts";

export { nothingKnown, type SecurityKnowledge } from "./knowledge.ts";

/** The changes from the packages of `before` to those of `after`, with their fixes, in the order of the packages' names. */
export function diffImages(
  before: readonly InstalledPackage[],
  after: readonly InstalledPackage[],
  knowledge: SecurityKnowledge,
): ImageDiff {
  const changed = pairPackages(before, after).filter((pair) => !isSame(pair));
  return { changes: changed.map((pair) => changeOf(pair, knowledge)).sort(byName) };
}

const isSame = ({ before, after }: Pair): boolean => before?.name === after?.name && before?.version === after?.version;

function changeOf({ before, after }: Pair, knowledge: SecurityKnowledge): PackageChange {
  if (before === null) return { before, after, names: ["added"], fixes: [] };
  if (after === null) return { before, after, names: ["removed"], fixes: [] };
  const direction = directionOf(before, after);
  const fixes = direction < 0 ? fixesOf(after, before, knowledge) : fixesOf(before, after, knowledge);
  return { before, after, names: namesOf({ before, after, direction, fixes }, knowledge), fixes };
}

function fixesOf(lower: InstalledPackage, higher: InstalledPackage, knowledge: SecurityKnowledge): readonly Fix[] {
  if (knowledge.advisories.length === 0 && knowledge.issues.size === 0) return [];
  const [from, to] = [advisedSourceOf(lower), advisedSourceOf(higher)];
  return from === null || to === null ? [] : fixesBetween(from, to, knowledge);
}

/** Versions of packages with different names are not comparable, so there the versions of their sources come first. */
function directionOf(before: InstalledPackage, after: InstalledPackage): number {
  const byBinary = compareDpkgVersions(after.version, before.version);
  if (before.name === after.name || withoutArch(before.name) === withoutArch(after.name))
    return byBinary || bySource(before, after);
  return bySource(before, after) || byBinary;
}

function bySource(before: InstalledPackage, after: InstalledPackage): number {
  const [from, to] = [advisedSourceOf(before), advisedSourceOf(after)];
  return from !== null && from.name === to?.name ? compareDpkgVersions(to.version, from.version) : 0;
}

/** By the first of both names, so that the reverse diff has the same order. */
function byName(a: PackageChange, b: PackageChange): number {
  const [left, right] = [firstName(a), firstName(b)];
  return left < right ? -1 : Number(left > right);
}

function firstName({ before, after }: PackageChange): string {
  if (before === null) return after?.name ?? "";
  return after === null || before.name < after.name ? before.name : after.name;
}
