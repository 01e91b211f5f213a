import type { Disk } from "../../../storage/disk/disk.ts";

/** EBS direct takes blocks of this size only (API reference, PutSnapshotBlock: DataLength 524288). In bytes. */
export const blockBytes = 512 << 10;

/** The indexes of the blocks that hold anything but zeros, in order: what is not sent reads as zeros. */
export function usedBlocks(extents: Disk["extents"]): number[] {
  const blocks: number[] = [];
  for (const { offset, length } of extents) {
    const first = Math.floor(offset / blockBytes);
    const last = Math.floor((offset + length - 1) / blockBytes);
    for (let block = Math.max(first, (blocks.at(-1) ?? -1) + 1); block <= last; block += 1) blocks.push(block);
  }
  return blocks;
}

/** The size in GiB of the volume for a disk. */
export const volumeGigabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 30);
