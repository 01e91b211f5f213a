import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";

/**
 * gzip (RFC 1952) of pieces that are compressed side by side: each is a run of deflate blocks that begins with the 32 KiB before
 * it as its dictionary, as pigz does it. Together they are one gzip member, and the same bytes make the same bytes.
 */

const window = 32 << 10;
const level = 6;
/** No name and no time; made on Unix. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

interface Options {
  level: number;
  finishFlush: number;
  dictionary?: Buffer;
}

const compressed = promisify((bytes: Buffer, options: Options, done: (error: Error | null, result: Buffer) => void) =>
  deflateRaw(bytes, options, done),
);

/** Pieces in memory, and threads that compress: as many as Node has for such work. */
const atOnce = 4;

/** @param pieces in order, of any size, none empty */
export async function* gzip(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let crc = 0;
  let size = 0;
  let before: Buffer | undefined;
  const pending: Promise<Buffer>[] = [];
  yield header;
  try {
    for await (const piece of pieces) {
      crc = crc32(piece, crc);
      size += piece.length;
      const next = compress(piece, before);
      // its failure is thrown where it is awaited, which may be later
      next.catch(() => undefined);
      pending.push(next);
      before = piece.subarray(-window);
      if (pending.length >= atOnce) for (const first of pending.splice(0, 1)) yield await first;
    }
    for (const rest of pending) yield await rest;
  } finally {
    await Promise.allSettled(pending);
  }
  yield await compressed(Buffer.alloc(0), { level, finishFlush: constants.Z_FINISH });
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}

const compress = (piece: Buffer, before: Buffer | undefined): Promise<Buffer> =>
  compressed(piece, {
    level,
    finishFlush: constants.Z_SYNC_FLUSH,
    ...(before !== undefined && { dictionary: before }),
  });
