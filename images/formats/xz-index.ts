import { crc32 } from "node:zlib";

/** The streams of an .xz file (its format's specification 1.1.0, sections 2 and 4), from its end: sizes without decompressing. */

/** Reads bytes of the file; fewer at its end. */
type ReadAt = (position: number, length: number) => Promise<Buffer>;

export type XzSizes = { uncompressed: number } | { wrong: string };

const headerSize = 12;
const footerSize = 12;
const headerMagic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
const footerMagic = Buffer.from("YZ");

/** Limits far above what any xz writes: pxz writes a stream per 24 MiB, xz -T0 an index of 8 bytes per block. */
const mostStreams = 10_000;
const mostIndexBytes = 16 * 2 ** 20;
/** Zeros that pad a file, for example to a tape's block. */
const mostPaddingBytes = 2 ** 20;

const cutOff = "no xz file, or one that is cut off";

class XzFault extends Error {}

/**
 * The uncompressed size, or a message for people. A whole file is one or several streams (pxz, `cat a.xz b.xz`), each followed
 * by zeros in multiples of four bytes. Detects a truncated file, because its last footer is missing.
 */
export async function readXzSizes(read: ReadAt, fileSize: number): Promise<XzSizes> {
  const budget = { streams: mostStreams, padding: mostPaddingBytes };
  let uncompressed = 0;
  try {
    for (let end = fileSize; end > 0 || end === fileSize;) {
      const streamEnd = await beforePadding(read, end, budget);
      const stream = await readStream(read, streamEnd);
      // only after a whole stream zeros are padding: a file that is cut off may end in zeros of its data
      const padding = end - streamEnd;
      if (padding % 4 !== 0) throw new XzFault(`${padding} zeros after an xz stream, no multiple of four`);
      uncompressed += stream.uncompressed;
      end = stream.start;
      budget.streams -= 1;
      if (budget.streams < 0) throw new XzFault(`more than ${mostStreams} xz streams`);
    }
  } catch (error) {
    if (error instanceof XzFault) return { wrong: error.message };
    throw error;
  }
  return { uncompressed };
}

/** The end of the stream whose padding ends at `end`; its footer ends in the magic, which is not zero. */
async function beforePadding(read: ReadAt, end: number, budget: { padding: number }): Promise<number> {
  let at = end;
  for (;;) {
    const length = Math.min(at, 4096);
    const bytes = await read(at - length, length);
    const last = bytes.findLastIndex((byte) => byte !== 0);
    at -= bytes.length - 1 - last;
    budget.padding -= bytes.length - 1 - last;
    if (budget.padding < 0) throw new XzFault(`more than ${mostPaddingBytes} zeros between xz streams or after them`);
    if (last !== -1) break;
    if (bytes.length === 0 || at === 0) throw new XzFault(cutOff);
  }
  return at;
}

async function readStream(read: ReadAt, end: number): Promise<{ start: number; uncompressed: number }> {
  const footer = await read(Math.max(0, end - footerSize), footerSize);
  if (
    end < headerSize + footerSize ||
    footer.length < footerSize ||
    !footer.subarray(10).equals(footerMagic) ||
    crc32(footer.subarray(4, 10)) !== footer.readUInt32LE(0)
  ) {
    throw new XzFault(cutOff);
  }
  const { size, compressed, uncompressed } = await readIndex(read, end - footerSize, footer);
  const start = end - footerSize - size - compressed - headerSize;
  if (start < 0) throw new XzFault(`an xz stream of ${end - start} bytes in a file of ${end}`);
  const header = await read(start, headerSize);
  const isHeader =
    header.length === headerSize &&
    header.subarray(0, 6).equals(headerMagic) &&
    header.subarray(6, 8).equals(footer.subarray(8, 10)) &&
    crc32(header.subarray(6, 8)) === header.readUInt32LE(8);
  if (!isHeader) throw new XzFault(`an xz stream whose beginning is not where its index says, at byte ${start}`);
  return { start, uncompressed };
}

async function readIndex(
  read: ReadAt,
  end: number,
  footer: Buffer,
): Promise<{ size: number; compressed: number; uncompressed: number }> {
  const size = (footer.readUInt32LE(4) + 1) * 4;
  if (size > mostIndexBytes) throw new XzFault(`an xz index of ${size} bytes`);
  if (size > end - headerSize) throw new XzFault(cutOff);
  const index = await read(end - size, size);
  if (index.length !== size || index[0] !== 0 || crc32(index.subarray(0, -4)) !== index.readUInt32LE(size - 4))
    throw new XzFault("an xz index that is damaged");
  return { size, ...sumBlocks(index) };
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
