import { createHash } from "node:crypto";
import type { Disk } from "../../../storage/disk/disk.ts";
import type { Acknowledged } from "./acknowledged.ts";
import { blockBytes } from "./blocks.ts";
import type { Ebs } from "./ebs.ts";
import { timeoutMinutes } from "./limits.ts";
import { mayPass, nameOf } from "./retry.ts";

/** AWS does not have the snapshot any more. */
export class Gone extends Error {}

interface Start {
  token: string;
  gigabytes: number;
  description: string;
  tags: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** The snapshot of this token: a new one, or the one that an earlier call began. */
export async function startSnapshot(
  ebs: Ebs,
  { token, gigabytes, description, tags, signal }: Start,
): Promise<{ id: string; status: string }> {
  const started = await ebs.call(
    "StartSnapshot",
    (sdk, client, abortSignal) =>
      client.send(
        new sdk.StartSnapshotCommand({
          ClientToken: token,
          VolumeSize: gigabytes,
          Description: description,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          Timeout: timeoutMinutes,
        }),
        { abortSignal },
      ),
    { signal },
  );
  if (started.SnapshotId === undefined) throw new Error("StartSnapshot answered without the snapshot's id");
  return { id: started.SnapshotId, status: started.Status ?? "pending" };
}

interface Sending {
  id: string;
  disk: Disk;
  blocks: readonly number[];
  acknowledged: Acknowledged;
  signal: AbortSignal;
  progress: (done: number, all: number) => void;
}

/** Sends the blocks that are not acknowledged yet, many at once. The first failure is thrown once all workers have stopped. */
export async function sendBlocks(ebs: Ebs, sending: Sending): Promise<void> {
  const { blocks, acknowledged, progress } = sending;
  const failed = new AbortController();
  const signal = AbortSignal.any([sending.signal, failed.signal]);
  const say = (): void => progress(acknowledged.size * blockBytes, blocks.length * blockBytes);
  const isKnown = knownIn(ebs, acknowledged.size > 0);
  const missing = blocks.filter((block) => !acknowledged.has(block)).values();
  const worker = async (): Promise<void> => {
    for (const block of missing) {
      const checksum = await sendBlock(ebs, { ...sending, block, signal, isKnown });
      acknowledged.add(block, checksum);
      say();
    }
  };
  say();
  const workers = Array.from({ length: ebs.limits.workers }, () =>
    worker().catch((error: unknown) => {
      failed.abort(error);
    }),
  );
  await Promise.all(workers);
  signal.throwIfAborted();
}

interface Block extends Pick<Sending, "id" | "disk"> {
  block: number;
  signal: AbortSignal;
  isKnown: () => boolean;
}

async function sendBlock(ebs: Ebs, { id, disk, block, signal, isKnown }: Block): Promise<string> {
  const bytes = await disk.read(block * blockBytes, blockBytes);
  const checksum = createHash("sha256").update(bytes).digest("base64");
  await orGone(() =>
    ebs.call(
      "PutSnapshotBlock",
      (sdk, client, abortSignal) =>
        client.send(
          new sdk.PutSnapshotBlockCommand({
            SnapshotId: id,
            BlockIndex: block,
            BlockData: bytes,
            DataLength: bytes.length,
            Checksum: checksum,
            ChecksumAlgorithm: "SHA256",
          }),
          { abortSignal },
        ),
      {
        signal,
        passes: (error) => mayPass(error) || isContested(error),
        waits: (error) => isUnknown(error) && !isKnown(),
      },
    ),
  );
  return checksum;
}

/** Two writes of one block crossed: that of a call whose answer was given up, and its repetition. */
const isContested = (error: unknown): boolean =>
  error instanceof Error && "Reason" in error && error.Reason === "CONFLICTING_BLOCK_UPDATE";

const isUnknown = (error: unknown): boolean => nameOf(error) === "ResourceNotFoundException";

/** Whether EBS direct must know the snapshot by now. */
function knownIn(ebs: Ebs, hasBlocks: boolean): () => boolean {
  const began = performance.now();
  return () => hasBlocks || performance.now() - began > ebs.limits.unknown;
}

/** Throws Gone where AWS does not know the snapshot. */
async function orGone<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (isUnknown(error)) throw new Gone(undefined, { cause: error });
    throw error;
  }
}

interface Completion {
  id: string;
  /** The checksums of all blocks that were sent, in their order. */
  checksums: readonly string[];
  signal: AbortSignal;
}

/** Completes the snapshot. May be repeated while it is pending. */
export async function completeSnapshot(ebs: Ebs, { id, checksums, signal }: Completion): Promise<void> {
  const whole = createHash("sha256");
  for (const checksum of checksums) whole.update(checksum, "base64");
  const checksum = whole.digest("base64");
  await orGone(() =>
    ebs.call(
      "CompleteSnapshot",
      (sdk, client, abortSignal) =>
        client.send(
          new sdk.CompleteSnapshotCommand({
            SnapshotId: id,
            ChangedBlocksCount: checksums.length,
            Checksum: checksum,
            ChecksumAlgorithm: "SHA256",
            ChecksumAggregationMethod: "LINEAR",
          }),
          { abortSignal },
        ),
      { signal },
    ),
  );
}
