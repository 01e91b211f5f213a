import { crc32 } from "node:zlib";

/** The end of an .xz file (its format's specification 1.1.0, sections 2.1.2 and 4): sizes without decompressing. */

/** Bytes from the file's end that are read. The index takes some 8 bytes a block, of 24 MiB with `xz -5 -T0`. */
export const xzTail = 64 * 1024;

const footerSize = 12;
const headerSize = 12;
const magic = 0x5a59; // "YZ"

/** The uncompressed size, or for people what is wrong. Also tells a file that is cut off, as its footer is missing. */
export function readXzIndex(tail: Buffer, fileSize: number): { uncompressed: number } | { wrong: string } {
  const footer = tail.subarray(-footerSize);
  if (
    footer.length < footerSize ||
    footer.readUInt16LE(10) !== magic ||
    crc32(footer.subarray(4, 10)) !== footer.readUInt32LE(0)
  ) {
    return { wrong: "no xz file, or one that is cut off" };
  }
  const size = (footer.readUInt32LE(4) + 1) * 4;
  if (size + footerSize > tail.length) return { wrong: `an xz index of ${size} bytes` };
  const index = tail.subarray(tail.length - footerSize - size, tail.length - footerSize);
  if (index[0] !== 0 || crc32(index.subarray(0, -4)) !== index.readUInt32LE(size - 4))
    return { wrong: "an xz index that is damaged" };
  const { compressed, uncompressed } = sumBlocks(index);
  const whole = headerSize + compressed + size + footerSize;
  return whole === fileSize ? { uncompressed } : { wrong: `an xz stream of ${whole} bytes in a file of ${fileSize}` };
}

function sumBlocks(index: Buffer): { compressed: number; uncompressed: number } {
  const count = readVarint(index, 1);
  let at = count.end;
  const sums = { compressed: 0, uncompressed: 0 };
  for (let block = 0; block < count.value && at < index.length; block += 1) {
    const unpadded = readVarint(index, at);
    const uncompressed = readVarint(index, unpadded.end);
    sums.compressed += Math.ceil(unpadded.value / 4) * 4;
    sums.uncompressed += uncompressed.value;
    at = uncompressed.end;
  }
  return sums;
}

/** Seven bits a byte, the lowest first; the last byte has its top bit clear. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let at = start, weight = 1; at < bytes.length && at < start + 9; at += 1, weight *= 128) {
    const byte = bytes.readUInt8(at);
    value += (byte & 0x7f) * weight;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value, end: bytes.length };
}
