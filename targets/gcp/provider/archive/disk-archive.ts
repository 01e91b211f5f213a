import { blockSize } from "../../../../images/formats/tar-header.ts";
import type { Disk } from "../../../../storage/disk/disk.ts";
import { gzip } from "./gzip.ts";
import { padded, sparseHeader } from "./header.ts";

/** A disk as Compute Engine takes it: one sparse member `disk.raw` in a tar, compressed with gzip. */

/** Compute Engine takes only disks of whole gigabytes. */
const sizeUnit = 1 << 30;
const pieceSize = 1 << 20;
/** GNU tar ends an archive with zeros up to a whole record. */
const recordSize = 20 * blockSize;

interface ArchiveProgress {
  /** Bytes of the disk that were read, of those that are used. */
  read: number;
  used: number;
}

/** The archive's bytes, in order. The same disk makes the same bytes, on a machine with the same zlib. */
export const diskArchive = (disk: Disk, progress: (so: ArchiveProgress) => void): AsyncGenerator<Buffer> =>
  gzip(pieces(tar(disk, progress)));

async function* tar(disk: Disk, progress: (so: ArchiveProgress) => void): AsyncGenerator<Buffer> {
  const realSize = Math.ceil(disk.size / sizeUnit) * sizeUnit;
  const used = disk.extents.reduce((sum, { length }) => sum + length, 0);
  const regions = disk.extents.map(({ offset, length }) => ({ offset, size: padded(length) }));
  const header = sparseHeader(realSize, regions);
  yield header;
  let read = 0;
  for (const { offset, size } of regions)
    for (let at = 0; at < size; at += pieceSize) {
      const length = Math.min(pieceSize, size - at);
      yield await disk.read(offset + at, length);
      progress({ read: Math.min((read += length), used), used });
    }
  const written = header.length + regions.reduce((sum, { size }) => sum + size, 0);
  const end = Math.ceil((written + 2 * blockSize) / recordSize) * recordSize;
  yield Buffer.alloc(end - written);
}

/** In pieces of one size: small ones would compress badly. */
async function* pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceSize) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
