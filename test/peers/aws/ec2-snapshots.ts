import type { AccountRegion, Cloud, Known, StoredSnapshot } from "./cloud.ts";
import { lingering } from "./ec2-images.ts";
import type { Action } from "./ec2.ts";
import { AwsError } from "./error.ts";
import { found } from "./late-setting.ts";
import { pageOf } from "./pages.ts";
import { structuresAt, textAt, textsAt } from "./query.ts";
import { matches } from "./tags.ts";
import type { Xml } from "./xml.ts";

export const describeSnapshots: Action = (cloud, asked) =>
  pageOf(cloud, asked.parameters, "snapshotSet", () => listedSnapshots(cloud, asked));

function listedSnapshots(cloud: Cloud, { account, region, parameters }: Known): Xml[] {
  const ids = textsAt(parameters, "SnapshotId");
  const seen = cloud
    .inRegion(region)
    .flatMap(([owner, has]) =>
      [...has.snapshots.values()]
        .filter((each) => owner === account || isSeenByOthers(has, each))
        .map((each) => ({ owner, ...each })),
    );
  const missing = ids.find((id) => !seen.some((each) => each.id === id));
  if (missing !== undefined) throw unknownSnapshot(missing);
  const wanted = seen.filter(
    (each) =>
      (ids.length === 0 || ids.includes(each.id)) &&
      (!textsAt(parameters, "Owner").includes("self") || each.owner === account) &&
      (!textsAt(parameters, "RestorableBy").includes("all") || each.public) &&
      matches(structuresAt(parameters, "Filter"), { tags: each.tags, values: { status: each.state } }),
  );
  return wanted.map((each) => ({
    snapshotId: each.id,
    status: each.state,
    ownerId: each.owner,
    startTime: each.made.toISOString(),
    volumeSize: each.size,
    encrypted: each.encrypted,
    description: each.description,
    tagSet: Object.entries(each.tags).map(([key, value]) => ({ key, value })),
  }));
}

/** DisableSnapshotBlockPublicAccess: block-all-sharing hides public snapshots, and their attributes still say that they are public. */
const isSeenByOthers = (has: AccountRegion, snapshot: StoredSnapshot): boolean =>
  snapshot.public && found(has.snapshotBlock) !== "block-all-sharing";

const unknownSnapshot = (id: string): AwsError =>
  new AwsError("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);

export function snapshotOf(has: AccountRegion, id: string): StoredSnapshot {
  const snapshot = has.snapshots.get(id);
  if (snapshot === undefined) throw unknownSnapshot(id);
  return snapshot;
}

export const deleteSnapshot: Action = (cloud, { account, region, parameters }) => {
  const has = cloud.of(account, region);
  const { id } = snapshotOf(has, textAt(parameters, "SnapshotId") ?? "");
  // EC2-err: an image that is registered keeps its snapshot
  const user = [...has.images.values(), ...lingering(has)].find(({ snapshot }) => snapshot === id);
  if (user !== undefined)
    throw new AwsError("InvalidSnapshot.InUse", `The snapshot ${id} is currently in use by ${user.id}`);
  has.snapshots.delete(id);
  return { return: true };
};

/** Copies a snapshot with its image. Returns the copy's id. */
export function copiedSnapshot(
  cloud: Cloud,
  { account, from, to }: { account: string; from: string; to: string },
  id: string,
  tags: Record<string, string>,
): string {
  const source = snapshotOf(cloud.of(account, from), id);
  const has = cloud.of(account, to);
  const copy = { ...source, id: cloud.id("snap"), tags, made: cloud.now(), public: false, encrypted: has.encrypts };
  has.snapshots.set(copy.id, copy);
  return copy.id;
}
