import type { Block } from "@aws-sdk/client-ebs";
import { mapBounded } from "../../storage/bounded.ts";
import type { Ebs } from "../../clients/aws/ebs/ebs.ts";

/** A block as AWS has it. */
interface ReadBlock {
  index: number;
  bytes: Uint8Array;
  /** base64 of its sha256, as AWS says it. */
  checksum: string;
}

/** Hands each block of a completed snapshot to `take`, in no order. Only the account's own snapshots can be read. */
export async function readSnapshot(
  ebs: Ebs,
  { snapshot, signal }: { snapshot: string; signal: AbortSignal },
  take: (block: ReadBlock) => void,
): Promise<void> {
  let next: string | undefined;
  do {
    const { Blocks = [], NextToken } = await listed(ebs, snapshot, next, signal);
    await mapBounded(Blocks, ebs.limits.workers, async (block) => take(await readBlock(ebs, snapshot, block, signal)));
    next = NextToken;
  } while (next !== undefined);
}

const listed = (ebs: Ebs, SnapshotId: string, NextToken: string | undefined, signal: AbortSignal) =>
  ebs.call(
    "ListSnapshotBlocks",
    (sdk, client, abortSignal) =>
      client.send(new sdk.ListSnapshotBlocksCommand({ SnapshotId, ...(NextToken && { NextToken }) }), { abortSignal }),
    { signal },
  );

function readBlock(ebs: Ebs, SnapshotId: string, { BlockIndex, BlockToken }: Block, signal: AbortSignal) {
  return ebs.call(
    "GetSnapshotBlock",
    async (sdk, client, abortSignal): Promise<ReadBlock> => {
      const command = new sdk.GetSnapshotBlockCommand({ SnapshotId, BlockIndex, BlockToken });
      const { BlockData, Checksum } = await client.send(command, { abortSignal });
      if (BlockData === undefined || BlockIndex === undefined)
        throw new Error("GetSnapshotBlock answered without data");
      return { index: BlockIndex, bytes: await BlockData.transformToByteArray(), checksum: Checksum ?? "" };
    },
    { signal },
  );
}
