import type { InstalledPackage } from "../../packages/types.ts";
import type { ChangeName, ImageDiff, PackageChange } from "./types.ts";

/** The packages with the changes made, by name. Throws a RangeError when the diff is not of these packages. */
export function applyDiff(packages: readonly InstalledPackage[], { changes }: ImageDiff): InstalledPackage[] {
  const kept = [...packages];
  for (const { before } of changes) {
    if (before === null) continue;
    const at = kept.findIndex(({ name, version }) => name === before.name && version === before.version);
    if (at === -1) throw new RangeError(`not among the packages: ${before.name} ${before.version}`);
    kept.splice(at, 1);
  }
  return [...kept, ...changes.flatMap(({ after }) => after ?? [])].sort(byName);
}

const byName = (a: InstalledPackage, b: InstalledPackage): number => (a.name < b.name ? -1 : Number(a.name > b.name));

/** The way back. */
export const mirrorDiff = ({ changes }: ImageDiff): ImageDiff => ({ changes: changes.map(mirrorChange) });

const mirrorChange = ({ before, after, names, fixes }: PackageChange): PackageChange => ({
  before: after,
  after: before,
  names: names.map((name) => opposites[name] ?? name),
  fixes,
});

const opposites: Partial<Record<ChangeName, ChangeName>> = {
  added: "removed",
  removed: "added",
  upgraded: "downgraded",
  downgraded: "upgraded",
};
