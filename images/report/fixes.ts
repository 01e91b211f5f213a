import type { Fix, PackageChange } from "../releases/diff/types.ts";
import type { Member } from "../model/image.ts";
import { withoutArch } from "../packages/package-name.ts";
import { alike } from "./alike.ts";
import { byGravity } from "./package-changes.ts";
import { shareOf } from "./share.ts";
import type { ReportedFix, SetPackages } from "./types.ts";

/** The holes that the images' changes close, and those that they open again; each once, with the images and packages it is about. */
export function fixesIn(
  known: ReadonlyMap<Member, readonly PackageChange[]>,
  whole: readonly Member[],
): Pick<SetPackages, "fixes" | "reopened"> {
  const found = [...known].flatMap(([member, changes]) => changes.flatMap((change) => fixesOf(member, change)));
  const told = (downgraded: boolean) =>
    together(
      found.filter((each) => each.downgraded === downgraded),
      whole,
    );
  return { fixes: told(false), reopened: told(true) };
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

/** The tracker reports each vulnerability separately, hundreds of them for a kernel; those of one source are one row. */
function together(found: readonly Found[], whole: readonly Member[]): ReportedFix[] {
  return alike(found, ({ fix }) => (fix.advisory === null ? { ...fix, cves: null } : fix))
    .map((same) => ({
      ...same[0].fix,
      cves: [...new Set(same.flatMap(({ fix }) => fix.cves))],
      images: shareOf(new Set(same.map(({ member }) => member)), whole),
      packages: [...new Set(same.map((each) => each.package))].toSorted(),
    }))
    .toSorted(byGravity);
}
