import { crc32 } from "node:zlib";

/** An .xz file (specification 1.1.0) with uncompressed content: the same bytes on every machine, which no compressor promises. */
export function storedXz(content: Uint8Array): Buffer {
  const data = Buffer.concat([...chunksOf(content), Buffer.of(0)]);
  const block = Buffer.concat([blockHeader, data, zeros(data.length), checksum(content)]);
  const unpadded = blockHeader.length + data.length + 4;
  const records = Buffer.concat([Buffer.of(0, 1), varint(unpadded), varint(content.length)]);
  const index = withChecksum(Buffer.concat([records, zeros(records.length)]));
  const footer = Buffer.concat([uint32(index.length / 4 - 1), streamFlags]);
  return Buffer.concat([header, block, index, checksum(footer), footer, Buffer.from("YZ")]);
}

/** LZMA2's uncompressed chunks hold at most 64 KiB. */
const chunkBytes = 1 << 16;

function chunksOf(content: Uint8Array): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < content.length; at += chunkBytes) {
    const bytes = content.subarray(at, at + chunkBytes);
    const last = bytes.length - 1;
    // 1: uncompressed, with a new dictionary
    chunks.push(Buffer.of(1, last >> 8, last & 0xff), Buffer.from(bytes));
  }
  return chunks;
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const checksum = (bytes: Uint8Array): Buffer => uint32(crc32(bytes));
const withChecksum = (bytes: Buffer): Buffer => Buffer.concat([bytes, checksum(bytes)]);
const zeros = (length: number): Buffer => Buffer.alloc((4 - (length % 4)) % 4);

/** Seven bits a byte, the lowest first. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.of(...bytes, rest);
    bytes.push((rest % 128) | 0x80);
  }
}

/** The check of each block is a CRC32. */
const streamFlags = Buffer.of(0, 1);
const header = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), withChecksum(streamFlags)]);
/** Twelve bytes, one filter: LZMA2 with a dictionary of 64 KiB. */
const blockHeader = withChecksum(Buffer.of(2, 0, 0x21, 1, 8, 0, 0, 0));
