import { createHash } from "node:crypto";
import { largestWrite, pageSize, type Range } from "../../../../clients/azure/page-blob.ts";
import type { Disk } from "../../../../storage/disk/disk.ts";

/** A fixed VHD: the disk, rounded up, and one footer behind it (Microsoft's Virtual Hard Disk Image Format Specification). */
export interface Vhd {
  size: number;
  /** The pieces to send, in order; the rest is zeros. */
  pieces: readonly Range[];
  read(piece: Range): Promise<Buffer>;
}

/** Azure takes only disks of whole MiB. */
const mebibyte = 1 << 20;
const footerSize = 512;

/** The layout of `vhdOf`, recorded at a blob: an incomplete blob of another layout is not continued. */
export const vhdLayout = "1";

/** The same disk and digest give the same bytes. */
export function vhdOf(disk: Disk, digest: string): Vhd {
  const { size, extents } = disk;
  const rounded = Math.ceil(size / mebibyte) * mebibyte;
  const footer = vhdFooter(rounded, digest);
  return {
    size: rounded + footerSize,
    pieces: [...piecesOf(extents), { offset: rounded, length: footerSize }],
    read: async ({ offset, length }) => (offset === rounded ? footer : disk.read(offset, length)),
  };
}

/** Whole pages around the extents: each page once, and no piece larger than one write. */
export function piecesOf(extents: readonly Readonly<Range>[]): Range[] {
  const pieces: Range[] = [];
  let end = 0;
  for (const extent of extents) {
    let offset = Math.max(end, Math.floor(extent.offset / pageSize) * pageSize);
    end = Math.max(end, Math.ceil((extent.offset + extent.length) / pageSize) * pageSize);
    while (offset < end) {
      // a piece ends where a multiple of the largest write does, so that a resumed upload has the same pieces
      const stop = Math.min(end, (Math.floor(offset / largestWrite) + 1) * largestWrite);
      pieces.push({ offset, length: stop - offset });
      offset = stop;
    }
  }
  return pieces;
}

/** Its time is the format's first second, and its id is derived from the digest, so that the same disk gives the same bytes. */
export function vhdFooter(size: number, digest: string): Buffer {
  const footer = Buffer.alloc(footerSize);
  footer.write("conectix", 0, "latin1");
  // "reserved", which is always set
  footer.writeUInt32BE(2, 8);
  footer.writeUInt32BE(0x00010000, 12);
  // a fixed disk has nothing before its data
  footer.fill(0xff, 16, 24);
  // QEMU takes a disk's size from `current size` only where it trusts the maker to have set it (block/vpc.c); else from the geometry
  footer.write("qem2", 28, "latin1");
  footer.writeUInt32BE(0x00050003, 32);
  footer.write("Wi2k", 36, "latin1");
  footer.writeBigUInt64BE(BigInt(size), 40);
  footer.writeBigUInt64BE(BigInt(size), 48);
  // the largest geometry: no disk is cut to it (as qemu-img's force_size, which Debian's images for Azure have had so far)
  footer.writeUInt16BE(0xffff, 56);
  footer.writeUInt8(16, 58);
  footer.writeUInt8(255, 59);
  const fixedDisk = 2;
  footer.writeUInt32BE(fixedDisk, 60);
  idOf(digest).copy(footer, 68);
  let sum = 0;
  for (const byte of footer) sum += byte;
  footer.writeUInt32BE(~sum >>> 0, 64);
  return footer;
}

/** The namespace of the ids of this program's disks: drawn once, at random. */
const namespace = Buffer.from("1d0c5b7e6f914f5c8a4c1c6b9e27d3aa", "hex");

/** A UUID (RFC 9562, version 5). */
function idOf(digest: string): Buffer {
  const id = createHash("sha1").update(namespace).update(digest).digest().subarray(0, 16);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x50, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id;
}
