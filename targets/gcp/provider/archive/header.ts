import { blockSize, type Region } from "../../../../images/formats/tar-header.ts";

/**
 * The header of `disk.raw` in a tar of the old GNU format with a sparse map, as `tar --format=oldgnu -S` writes it: Google takes
 * that format, and its page on custom images makes it with this very command.
 */

const slotsInHeader = 4;
const slotsInExtension = 21;
const slotSize = 24;
const numberSize = 12;

/** @param regions in order and apart, each but the last of whole blocks; what lies between them is zeros */
export function sparseHeader(realSize: number, regions: readonly Region[]): Buffer {
  // a map that ends before the disk does ends in an empty region there, by which readers know its size
  const last = regions.at(-1);
  const map = last !== undefined && last.offset + last.size === realSize ? regions : [...regions, emptyAt(realSize)];
  const inArchive = regions.reduce((sum, { size }) => sum + padded(size), 0);
  const header = Buffer.alloc(blockSize);
  header.write("disk.raw", 0, "latin1");
  header.write("0000644\0", 100, "latin1");
  // owner, group and time are root's and none, so that the same disk makes the same bytes
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  writeNumber(header, 124, inArchive);
  writeNumber(header, 136, 0);
  header.write("S", 156, "latin1");
  header.write("ustar  \0", 257, "latin1");
  header.write("root\0", 265, "latin1");
  header.write("root\0", 297, "latin1");
  writeSlots(header, 386, map.slice(0, slotsInHeader));
  header.writeUInt8(map.length > slotsInHeader ? 1 : 0, 386 + slotsInHeader * slotSize);
  writeNumber(header, 483, realSize);
  writeChecksum(header);
  return Buffer.concat([header, ...extensions(map.slice(slotsInHeader))]);
}

const emptyAt = (offset: number): Region => ({ offset, size: 0 });

export const padded = (size: number): number => Math.ceil(size / blockSize) * blockSize;

function extensions(rest: readonly Region[]): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < rest.length; at += slotsInExtension) {
    const block = Buffer.alloc(blockSize);
    writeSlots(block, 0, rest.slice(at, at + slotsInExtension));
    block.writeUInt8(at + slotsInExtension < rest.length ? 1 : 0, slotsInExtension * slotSize);
    blocks.push(block);
  }
  return blocks;
}

function writeSlots(block: Buffer, start: number, regions: readonly Region[]): void {
  for (const [index, { offset, size }] of regions.entries()) {
    writeNumber(block, start + index * slotSize, offset);
    writeNumber(block, start + index * slotSize + numberSize, size);
  }
}

const largestOctal = 8 ** 11 - 1;

/** Eleven octal digits, or GNU's base 256 for what is larger. */
function writeNumber(block: Buffer, at: number, value: number): void {
  if (value <= largestOctal) {
    block.write(`${value.toString(8).padStart(11, "0")}\0`, at, "latin1");
    return;
  }
  block[at] = 0x80;
  block.writeBigUInt64BE(BigInt(value), at + numberSize - 8);
}

/** Its own field counts as eight spaces. */
function writeChecksum(header: Buffer): void {
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}
