import { gunzipSync } from "node:zlib";
import { readHeader, readSparseExtension, readSparseHeader, type Region } from "../../../images/formats/tar-header.ts";
import { Refused } from "./rules.ts";

/** A disk in an archive, as Compute Engine reads it. */
interface StoredDisk {
  size: number;
  regions: readonly Region[];
  /** The offset in the tar at which the regions' bytes begin. */
  data: number;
}

const block = 512;
const gibibyte = 1 << 30;

/** Unpacks an archive. Throws a refusal where it is no gzip. */
export function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new Refused("badArchive");
  }
}

/** Reads the one file of a tar. Throws a refusal where Compute Engine would refuse it. */
export function diskIn(tar: Buffer): StoredDisk {
  const header = readHeader(tar.subarray(0, block));
  const isOldGnu = tar.toString("latin1", 257, 265) === "ustar  \0";
  if (header.name !== "disk.raw" || header.type !== "S" || !isOldGnu) throw new Refused("badArchive");
  const sparse = readSparseHeader(tar.subarray(0, block));
  const regions = [...sparse.regions];
  let data = block;
  for (let { continued } = sparse; continued; data += block) {
    const more = readSparseExtension(tar.subarray(data, data + block));
    regions.push(...more.regions);
    continued = more.continued;
  }
  const end = data + header.size;
  const isAlone = tar.subarray(end).every((byte) => byte === 0) && tar.length >= end + 2 * block;
  if (!isAlone || sparse.realSize % gibibyte !== 0 || sparse.realSize === 0) throw new Refused("badArchive");
  return { size: sparse.realSize, regions, data };
}

/** Bytes of a disk from an offset on; outside of its regions they are zeros. */
export function bytesAt(tar: Buffer, { regions, data }: StoredDisk, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let at = data;
  for (const { offset: start, size } of regions) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + size);
    if (from < to) tar.copy(bytes, from - offset, at + from - start, at + to - start);
    at += size;
  }
  return bytes;
}
