import type { Day } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import type { Version } from "../../model/version.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import { diffImages, type SecurityKnowledge } from "../../releases/diff/diff.ts";
import { isRebuild } from "../../releases/diff/rebuild.ts";
import type { PackageChange } from "../../releases/diff/types.ts";
import { alike } from "../../report/alike.ts";
import { fixesIn } from "../../report/fixes.ts";
import { byWeight, gathered } from "../../report/package-changes.ts";
import { recordsApi, type Attempt } from "../../tree/record.ts";
import type { CataloguedImage, CataloguedSet } from "../catalogue.ts";
import { disksOf } from "../disks.ts";
import type { Changes } from "./record.ts";

/** One image's packages, and those of the image before it. */
export interface ImagePackages {
  image: CataloguedImage;
  /** Undefined where they cannot be read. */
  packages: readonly InstalledPackage[] | undefined;
  /** Undefined for the first of its family. */
  before: { version: Version; packages: readonly InstalledPackage[] } | undefined;
}

/** The changes of a set against the images before it. */
export function changesOf(
  { suite, channel, version }: CataloguedSet,
  found: readonly ImagePackages[],
  { shown, knowledge }: { shown: Day; knowledge: SecurityKnowledge },
): Changes {
  const known = new Map<Member, readonly PackageChange[]>();
  for (const { image, packages, before } of found)
    if (packages !== undefined && before !== undefined)
      known.set(image.member, diffImages(before.packages, packages, knowledge).changes);
  const each = [...known].flatMap(([member, changes]) => gathered(changes).map((change) => ({ member, change })));
  const changes = alike(each, ({ change }) => change).map((same) => ({
    ...same[0].change,
    images: same.map(({ member }) => member),
  }));
  const [rebuilt, changed] = [changes.filter(isRebuild), changes.filter((change) => !isRebuild(change))];
  return {
    apiVersion: recordsApi,
    kind: "Changes",
    suite,
    channel,
    version,
    shown,
    images: found.map(({ image, packages, before }) => ({
      member: image.member,
      against: before?.version ?? null,
      packages: packages?.length ?? null,
      bytes: disksOf(image)[0]?.size ?? null,
      bootSeconds: passedBoot(image.record?.attempts ?? [])?.seconds ?? null,
    })),
    fixes: fixesIn(known, [...known.keys()]).fixes.map(
      ({ advisory, cves, source, version: fixed, urgency, images }) => ({
        advisory,
        cves: [...cves],
        source,
        version: fixed,
        urgency,
        images: [...images.members],
      }),
    ),
    changes: changed.toSorted(byWeight).map(({ packages, names, before, after, fixes, images }) => ({
      packages: [...packages],
      names: [...names],
      before,
      after,
      fixes: [...fixes],
      images,
    })),
    rebuilds: rebuilt.reduce((sum, { packages }) => sum + packages.length, 0),
  };
}

/** The newest older image of the same vendor and arch whose files are still there. */
export function imageBefore(sets: readonly CataloguedSet[], image: CataloguedImage): CataloguedImage | undefined {
  const at = sets.findIndex(({ version }) => version === image.version);
  for (const set of sets.slice(at + 1)) {
    const found = set.images.find(({ member }) => member === image.member);
    if (found !== undefined && disksOf(found).length > 0) return found;
  }
  return undefined;
}

/** The last boot that the image passed. */
const passedBoot = (attempts: readonly Attempt[]): Attempt["boot"] =>
  attempts.findLast(({ outcome, boot }) => outcome === "passed" && boot !== undefined)?.boot;
