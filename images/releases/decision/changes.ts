import { diffImages, type SecurityKnowledge } from "../diff/diff.ts";
import { withoutArch } from "../../packages/package-name.ts";
import type { PackageChange } from "../diff/types.ts";
import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import { parseMember, type Member } from "../../model/image.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import type { PackageIndex } from "../security/types.ts";
import type { PackagedSet } from "./types.ts";

/** The package changes of the images that both sets have, each change once. */
export function changesBetween(
  before: PackagedSet,
  after: PackagedSet,
  knowledge: SecurityKnowledge,
): readonly PackageChange[] {
  return eachOnce(before, (member, packages) => {
    const later = after.images.get(member);
    return later == null ? [] : diffImages(packages, later, knowledge).changes;
  });
}

/** The package changes if the set's images were built today: newer versions in the archive. */
export function changesToCome(set: PackagedSet, knowledge: SecurityKnowledge): readonly PackageChange[] {
  return eachOnce(set, (member, packages) => {
    const arch = parseMember(member)?.arch;
    const index = arch === undefined ? undefined : knowledge.archive.get(arch);
    if (index === undefined) return [];
    const outdated = packages.flatMap((before) => {
      const after = newestOf(before, index);
      return after === null ? [] : [{ before, after }];
    });
    const installed = outdated.map(({ before }) => before);
    const available = outdated.map(({ after }) => after);
    return diffImages(installed, available, knowledge).changes;
  });
}

function newestOf(installed: InstalledPackage, index: PackageIndex): InstalledPackage | null {
  let newest: InstalledPackage = installed;
  for (const { version, source } of index.get(withoutArch(installed.name)) ?? []) {
    if (compareDpkgVersions(version, newest.version) > 0) newest = { name: installed.name, version, source };
  }
  return newest === installed ? null : newest;
}

function eachOnce(
  { images }: PackagedSet,
  changesOf: (member: Member, packages: readonly InstalledPackage[]) => readonly PackageChange[],
): readonly PackageChange[] {
  const changes = new Map<string, PackageChange>();
  for (const member of [...images.keys()].sort()) {
    const packages = images.get(member);
    if (packages == null) continue;
    for (const change of changesOf(member, packages)) {
      const key = keyOf(change);
      if (!changes.has(key)) changes.set(key, change);
    }
  }
  return [...changes.values()];
}

/** A change has the same key on all arches. */
const keyOf = ({ before, after }: PackageChange): string => JSON.stringify([before, after].map(identify));

const identify = (installed: InstalledPackage | null) =>
  installed === null ? null : [withoutArch(installed.name), installed.version];
