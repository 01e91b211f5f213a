import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UserError } from "../../../images/model/errors.ts";
import type { Disk } from "../../../storage/disk/disk.ts";
import { Acknowledged } from "./acknowledged.ts";
import { usedBlocks, volumeGigabytes } from "./blocks.ts";
import type { Ebs } from "./ebs.ts";
import { timeoutMinutes } from "./limits.ts";
import { completeSnapshot, Gone, sendBlocks, startSnapshot } from "./steps.ts";
import { clientToken, identityDigest, type SnapshotIdentity } from "./token.ts";

/** A snapshot's state by EC2. */
export interface SnapshotState {
  /** `pending`, `completed`, `error`, and others. */
  state: string;
  /** EC2's message; empty where it has none. */
  message: string;
}

export interface SnapshotWriting extends Omit<SnapshotIdentity, "region" | "gigabytes"> {
  ebs: Ebs;
  disk: Disk;
  /** A private folder for the records of what AWS acknowledged. */
  folder: string;
  /** Undefined where EC2 knows no such snapshot. */
  stateOf: (snapshot: string, signal: AbortSignal) => Promise<SnapshotState | undefined>;
  signal: AbortSignal;
  /** Bytes that AWS acknowledged, of those that are sent. */
  progress: (done: number, all: number) => void;
}

/** How often a snapshot that AWS gave up is begun again, before a person is asked. */
const mostGenerations = 10;

/**
 * Writes a disk as a snapshot and answers its id once it is complete. A run after a kill goes on with what AWS acknowledged; a
 * finished snapshot of the same identity is taken over.
 */
export async function writeSnapshot(writing: SnapshotWriting): Promise<string> {
  const { ebs, disk, folder } = writing;
  const gigabytes = volumeGigabytes(disk.size);
  const identity = identityDigest({ ...writing, region: ebs.region, gigabytes });
  await Acknowledged.sweep(folder, Date.now() - 2 * timeoutMinutes * 60_000);
  const first = (await Acknowledged.lastAttempt(folder, identity))?.generation ?? 0;
  for (let generation = first; generation < first + mostGenerations; generation += 1) {
    const snapshot = await attempt(writing, { identity, generation, gigabytes });
    if (snapshot === undefined) continue;
    await Acknowledged.forget(folder, identity);
    return snapshot;
  }
  throw new UserError({
    where: `the snapshot of ${writing.description} in ${ebs.region}`,
    value: `given up by AWS ${mostGenerations} times`,
    expected: "that AWS keeps it until it is complete",
    remedy: `look at the region's snapshots and AWS's health there; ${join(folder, identity)}.blocks has what was sent`,
  });
}

interface Generation {
  identity: string;
  generation: number;
  gigabytes: number;
}

/** Undefined where AWS gave the attempt's snapshot up, or somebody deleted it. */
async function attempt(
  writing: SnapshotWriting,
  { identity, generation, gigabytes }: Generation,
): Promise<string | undefined> {
  const { ebs, disk, folder, signal, progress } = writing;
  const token = clientToken(identity, generation);
  const { id, status } = await startSnapshot(ebs, { ...writing, gigabytes, token });
  if (status === "error") return undefined;
  if (status === "completed") return await known(writing, id);
  const acknowledged = await Acknowledged.open(folder, identity, { generation, snapshot: id });
  try {
    await sendBlocks(ebs, { id, disk, blocks: usedBlocks(disk.extents), acknowledged, signal, progress });
    await finish(writing, id, acknowledged.checksums());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Gone) return undefined;
    // the same token again gives the state of its snapshot
    const now = await startSnapshot(ebs, { ...writing, gigabytes, token }).catch(() => ({ status: "unknown" }));
    if (now.status === "error") return undefined;
    // another run was first, with the same blocks: AWS takes no more of them
    if (now.status === "completed") return await known(writing, id);
    throw error;
  } finally {
    acknowledged.close();
  }
  return completed(writing, id, ebs.limits.completion);
}

/**
 * A snapshot that is complete by EBS direct's word, once EC2 can use it; undefined where somebody deleted it. The two do not learn of
 * it at once (awslabs/coldsnap#141): what EC2 does not know yet is no reason to begin another one.
 */
async function known(writing: SnapshotWriting, id: string): Promise<string | undefined> {
  const { ebs, stateOf, signal } = writing;
  const end = performance.now() + ebs.limits.unknown;
  while ((await stateOf(id, signal)) === undefined) {
    if (performance.now() > end) return undefined;
    await setTimeout(ebs.limits.look, undefined, { signal });
  }
  return completed(writing, id, ebs.limits.completion);
}

async function finish(writing: SnapshotWriting, id: string, checksums: readonly string[]): Promise<void> {
  const { ebs, signal } = writing;
  try {
    await completeSnapshot(ebs, { id, checksums, signal });
  } catch (error) {
    if (error instanceof Gone || error instanceof UserError) throw error;
    // AWS may refuse what it accepted before, when that answer was lost: the snapshot's state tells
    await completed(writing, id, ebs.limits.doubt).catch(() => {
      throw error;
    });
  }
}

/** Waits until EC2 can use the snapshot, so many milliseconds at most. */
async function completed({ ebs, stateOf, signal }: SnapshotWriting, id: string, most: number): Promise<string> {
  const end = performance.now() + most;
  for (;;) {
    const { state, message } = (await stateOf(id, signal)) ?? { state: "unknown", message: "" };
    if (state === "completed") return id;
    const isOver = state === "error" || performance.now() > end;
    if (isOver)
      throw new UserError({
        where: `the snapshot ${id} in ${ebs.region}`,
        value: state === "error" ? `error ${message}`.trim() : `${state} after ${Math.round(most / 60_000)} minutes`,
        expected: "completed",
        remedy: `run again: ${state === "error" ? "that makes another one" : "that continues to wait"}`,
      });
    await setTimeout(ebs.limits.look, undefined, { signal });
  }
}
