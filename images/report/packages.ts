import type { ImageDiff, PackageChange } from "../releases/diff/types.ts";
import { memberOf, type Member } from "../model/image.ts";
import type { ImagePlan, Plan, SetPlan } from "../plan/types.ts";
import { compareVersions, type Version } from "../model/version.ts";
import { alike } from "./alike.ts";
import { fixesIn } from "./fixes.ts";
import { isRebuild } from "../releases/diff/rebuild.ts";
import { byWeight, gathered } from "./package-changes.ts";
import { recordedPointers } from "./pointers.ts";
import { shareOf } from "./share.ts";
import type { Movement, PackageGroup, SetPackages } from "./types.ts";

/** What the images that appear bring, against their families' current images; set by set, the newest first. */
export function packagesOf(
  plan: Plan,
  movements: readonly Movement[],
  diffs: ReadonlyMap<string, ImageDiff>,
): SetPackages[] {
  const before = newestCurrent(plan);
  return plan.sets.flatMap((set) => {
    const appearing = appearingIn(set, movements);
    return appearing.length === 0 ? [] : [setPackages(set, appearing, before, diffs)];
  });
}

function appearingIn({ version, images }: SetPlan, movements: readonly Movement[]): ImagePlan[] {
  const here = movements.filter(({ kind, version: moved }) => moved === version && isNew.has(kind));
  const members = new Set(here.flatMap((movement) => movement.images.members));
  return images.filter(({ image }) => members.has(memberOf(image)));
}

const isNew: ReadonlySet<Movement["kind"]> = new Set(["appears", "joins"]);

/** By family, over all targets. */
function newestCurrent(plan: Plan): ReadonlyMap<Member, Version> {
  const newest = new Map<Member, Version>();
  for (const pointers of recordedPointers(plan).values()) {
    for (const [member, version] of pointers) {
      const known = newest.get(member);
      if (known === undefined || compareVersions(version, known) > 0) newest.set(member, version);
    }
  }
  return newest;
}

function setPackages(
  { version, images }: SetPlan,
  appearing: readonly ImagePlan[],
  before: ReadonlyMap<Member, Version>,
  diffs: ReadonlyMap<string, ImageDiff>,
): SetPackages {
  const whole = images.map(({ image }) => memberOf(image));
  const known = new Map<Member, readonly PackageChange[]>();
  for (const { image, name } of appearing) {
    const diff = diffs.get(name);
    if (diff !== undefined) known.set(memberOf(image), diff.changes);
  }
  const members = appearing.map(({ image }) => memberOf(image));
  const against = new Set(members.flatMap((member) => (known.has(member) ? (before.get(member) ?? []) : [])));
  return {
    version,
    against: [...against].toSorted((a, b) => compareVersions(b, a)),
    ...fixesIn(known, whole),
    groups: groupsOf(known, whole),
    unchanged: shareOf(
      [...known].filter(([, changes]) => changes.length === 0).map(([member]) => member),
      whole,
    ),
    unknown: shareOf(
      members.filter((member) => !known.has(member)),
      whole,
    ),
  };
}

/** Groups the changes by the images that share them; each change once. */
function groupsOf(known: ReadonlyMap<Member, readonly PackageChange[]>, whole: readonly Member[]): PackageGroup[] {
  const each = [...known].flatMap(([member, changes]) => gathered(changes).map((change) => ({ member, change })));
  const shared = alike(each, ({ change }) => change).map((same) => ({
    change: same[0].change,
    members: same.map(({ member }) => member),
  }));
  return alike(shared, ({ members }) => members)
    .map((group): PackageGroup => {
      const changes = group.map(({ change }) => change);
      const [rebuilt, changed] = [changes.filter(isRebuild), changes.filter((change) => !isRebuild(change))];
      return {
        images: shareOf(group[0].members, whole),
        changes: changed.toSorted(byWeight),
        rebuilds: rebuilt.reduce((sum, { packages }) => sum + packages.length, 0),
      };
    })
    .toSorted((a, b) => b.images.members.length - a.images.members.length);
}
