import {
  DeleteSnapshotCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  ModifySnapshotAttributeCommand,
  paginateDescribeSnapshots,
  type DescribeSnapshotsCommandInput,
  type Snapshot as Described,
} from "@aws-sdk/client-ec2";
import type { Region } from "./account.ts";
import { answered, ifThere } from "./refusal.ts";
import { tagsOf, type Tags } from "./tags.ts";

interface Snapshot {
  id: string;
  /** `pending`, `completed`, `error`, `recoverable` or `recovering`. */
  state: string;
  stateReason: string;
  encrypted: boolean;
  tags: Tags;
  made: number;
}

const snapshotOf = (each: Described): Snapshot[] => {
  const { SnapshotId: id, State: state } = each;
  if (id === undefined || state === undefined) return [];
  const { Encrypted: encrypted = false, StateMessage: stateReason = "", StartTime: made } = each;
  return [{ id, state, stateReason, encrypted, tags: tagsOf(each.Tags), made: made?.getTime() ?? 0 }];
};

/** Our snapshots, the oldest first. */
export const ownSnapshots = (
  region: Region,
  filters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Snapshot[]> =>
  described(region, { Filters: Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] })) }, signal);

/** One of ours; undefined where EC2 knows no such snapshot, or does not know it yet. */
export async function snapshotById(region: Region, id: string, signal: AbortSignal): Promise<Snapshot | undefined> {
  const asked = region.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }), { abortSignal: signal });
  const answer = await ifThere(answered(`${region.name}: DescribeSnapshots ${id}`, asked, signal));
  return (answer?.Snapshots ?? []).flatMap(snapshotOf)[0];
}

/** The ids of ours that everybody may copy. */
export async function publicSnapshots(region: Region, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const found = await described(region, { RestorableByUserIds: ["all"] }, signal);
  return new Set(found.map(({ id }) => id));
}

async function described(
  region: Region,
  query: Pick<DescribeSnapshotsCommandInput, "Filters" | "RestorableByUserIds">,
  signal: AbortSignal,
): Promise<Snapshot[]> {
  const input: DescribeSnapshotsCommandInput = { OwnerIds: ["self"], ...query };
  const found: Snapshot[] = [];
  const pages = paginateDescribeSnapshots({ client: region.ec2, pageSize: 1000 }, input, { abortSignal: signal });
  const read = async (): Promise<void> => {
    for await (const { Snapshots: snapshots = [] } of pages) found.push(...snapshots.flatMap(snapshotOf));
  };
  await answered(`${region.name}: DescribeSnapshots`, read(), signal);
  return found.toSorted((a, b) => a.made - b.made || (a.id < b.id ? -1 : 1));
}

/** One that is not there is deleted. */
export async function deleteSnapshot(region: Region, id: string, signal: AbortSignal): Promise<void> {
  const asked = region.ec2.send(new DeleteSnapshotCommand({ SnapshotId: id }), { abortSignal: signal });
  await ifThere(answered(`${region.name}: DeleteSnapshot ${id}`, asked, signal));
}

const attribute = "createVolumePermission";

/** Lets everybody make volumes of it, without which nobody can copy or inspect a public image (fck-nat#82). */
export async function shareSnapshot(region: Region, id: string, isPublic: boolean, signal: AbortSignal): Promise<void> {
  const command = new ModifySnapshotAttributeCommand({
    SnapshotId: id,
    Attribute: attribute,
    OperationType: isPublic ? "add" : "remove",
    GroupNames: ["all"],
  });
  const asked = region.ec2.send(command, { abortSignal: signal });
  await answered(`${region.name}: ModifySnapshotAttribute ${id}`, asked, signal);
}

/** By its attribute. Block public access can overrule it without changing it. */
export async function isSnapshotShared(region: Region, id: string, signal: AbortSignal): Promise<boolean> {
  const command = new DescribeSnapshotAttributeCommand({ SnapshotId: id, Attribute: attribute });
  const asked = region.ec2.send(command, { abortSignal: signal });
  const answer = await answered(`${region.name}: DescribeSnapshotAttribute ${id}`, asked, signal);
  return answer.CreateVolumePermissions?.some(({ Group: group }) => group === "all") ?? false;
}
