import { changeNames, type ChangeName, type Fix, type PackageChange } from "../releases/diff/types.ts";
import { withoutArch } from "../packages/package-name.ts";
import { byGravity } from "../releases/diff/fixes.ts";
import { alike } from "./alike.ts";
import type { PackagesChange } from "./types.ts";

/** The changes of one image, grouped by source if alike; the most important first. */
export function gathered(changes: readonly PackageChange[]): PackagesChange[] {
  return alike(changes, ({ before, after, names, fixes }) => [
    (after ?? before)?.source?.name ?? null,
    before?.version ?? null,
    after?.version ?? null,
    names,
    fixes,
  ])
    .map((same): PackagesChange => {
      const [{ before, after, names, fixes }] = same;
      return {
        packages: same.map(packageText).toSorted(),
        names: changeNames.filter((name) => names.includes(name)),
        before: before?.version ?? null,
        after: after?.version ?? null,
        fixes: [...new Set(fixes.toSorted(byGravity).flatMap(fixNames))],
      };
    })
    .toSorted(byWeight);
}

/** The names that people know: the advisory, else the CVEs. */
const fixNames = ({ advisory, cves }: Fix): readonly string[] => (advisory === null ? cves : [advisory]);

/** A kernel's new ABI is no rename: its version says as much. */
function packageText({ before, after, names }: PackageChange): string {
  const [from, to] = [withoutArch(before?.name ?? ""), withoutArch(after?.name ?? "")];
  if (to === "") return from;
  return names.includes("rename") && from !== to ? `${from} → ${to}` : to;
}

/** The order of importance. A downgrade never comes after usual changes. */
const weights: Readonly<Record<ChangeName, number>> = {
  security: 0,
  downgraded: 1,
  "kernel-abi": 2,
  "point-release": 3,
  added: 4,
  removed: 5,
  rename: 6,
  upgraded: 7,
  "signed-twin": 8,
  rebuild: 9,
};

const weightOf = ({ names }: PackagesChange): number => Math.min(...names.map((name) => weights[name]));

export const byWeight = (a: PackagesChange, b: PackagesChange): number => weightOf(a) - weightOf(b);
