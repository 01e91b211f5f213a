import type { Fix, PackageChange } from "../releases/diff/types.ts";
import type { Member } from "../model/image.ts";
import { withoutArch } from "../packages/package-name.ts";
import { alike } from "./alike.ts";
import { byGravity } from "../releases/diff/fixes.ts";
import { shareOf } from "./share.ts";
import type { ReportedFix, SetPackages } from "./types.ts";

/** The fixes that the images' changes bring, and those that a downgrade takes back; each with its images and packages. */
export function fixesIn(
  known: ReadonlyMap<Member, readonly PackageChange[]>,
  whole: readonly Member[],
): Pick<SetPackages, "fixes" | "reopened"> {
  const found = [...known].flatMap(([member, changes]) => changes.flatMap((change) => fixesOf(member, change)));
  const [reopened, closed] = [
    found.filter(({ downgraded }) => downgraded),
    found.filter(({ downgraded }) => !downgraded),
  ];
  return { fixes: reported(closed, whole), reopened: reported(reopened, whole) };
}

interface Found {
  fix: Fix;
  member: Member;
  package: string;
  downgraded: boolean;
}

const fixesOf = (member: Member, { before, after, names, fixes }: PackageChange): Found[] =>
  fixes.map((fix) => ({
    fix,
    member,
    package: withoutArch((after ?? before)?.name ?? ""),
    downgraded: names.includes("downgraded"),
  }));

const reported = (found: readonly Found[], whole: readonly Member[]): ReportedFix[] =>
  joinedFixes(found, ({ fix }) => fix).map(({ fix, items }) => ({
    ...fix,
    images: shareOf(new Set(items.map(({ member }) => member)), whole),
    packages: [...new Set(items.map((each) => each.package))].toSorted(),
  }));

/**
 * Each fix once, the gravest first. The tracker reports each vulnerability separately, hundreds of them for a kernel: those of one
 * source, version and urgency are one fix.
 */
export const joinedFixes = <Item>(
  items: readonly Item[],
  fixOf: (item: Item) => Fix,
): { fix: Fix; items: readonly Item[] }[] =>
  alike(items, (item) => (fixOf(item).advisory === null ? { ...fixOf(item), cves: null } : fixOf(item)))
    .map((same) => {
      const cves = [...new Set(same.flatMap((item) => fixOf(item).cves))];
      return { fix: { ...fixOf(same[0]), cves }, items: same };
    })
    .toSorted((a, b) => byGravity(a.fix, b.fix));
