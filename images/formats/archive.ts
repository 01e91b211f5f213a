import { UserError } from "../model/errors.ts";
import { ArchiveEnd } from "./archive-end.ts";
import { checkedRegions, checkRegionCount, MapReader, readMapRecord } from "./sparse-map.ts";
import {
  blockSize,
  describeType,
  isExtension,
  isZeroBlock,
  readDecimal,
  readHeader,
  readPaxRecords,
  readSparseExtension,
  readSparseHeader,
  TarError,
  type Region,
  type TarHeader,
} from "./tar-header.ts";

/** The disk inside an archive, as its headers describe it. */
export interface DiskMember {
  /** Apparent size of the disk, in bytes. */
  size: number;
  /** The parts of the disk whose bytes are in the archive, in order; the rest of the disk is zeros. */
  regions: readonly Region[];
  /** Bytes of the disk in the archive: the sum of the regions. */
  stored: number;
  /** The offset in the archive after the member and its padding; only zeros follow. */
  end: number;
}

/** Bytes of the disk with their offset: a view into the pushed chunk, and valid only as long as that is. */
export interface Piece {
  offset: number;
  bytes: Uint8Array;
}

/**
 * The member's name, exactly: `./disk.raw` unpacks to the same file, but Google's import takes only this name at the archive's
 * top, and the tree publishes the archive as the build wrote it.
 */
const memberName = "disk.raw";

/** A pax header of GNU tar's has some 200 bytes, with a map of format 0.1 about 20 a region. */
const mostPaxBytes = 16 * 2 ** 20;

/**
 * Reads the tar of an image from a stream: one member `disk.raw`, plain or sparse (GNU's type "S", pax 0.1 and 1.0). Push the
 * uncompressed bytes in chunks of any size, and write each piece at its offset into a file of `member.size` zeros. Only headers are
 * copied. Throws a UserError for another member or name, a link or device, a map that is out of order or beyond the disk, and bytes
 * after the end.
 */
export class DiskArchive {
  readonly #where: string;
  readonly #block = new Uint8Array(blockSize);
  #filled = 0;
  /** The size of the blocks before the disk's bytes. */
  #headers = 0;
  #takeBlock: (block: Uint8Array) => void = (block) => this.#takeHeader(block);
  #pax: ReadonlyMap<string, string> = new Map();
  #member: DiskMember | undefined;
  /** The index of the next region, and how many of its bytes were read. */
  #region = 0;
  #done = 0;
  readonly #end = new ArchiveEnd(memberName);

  /** `where` is the archive's name for people. */
  constructor(where: string) {
    this.#where = where;
  }

  /** Set by the push that completes the header and the map, so that they can be judged before any piece is written. */
  get member(): DiskMember | undefined {
    return this.#member;
  }

  push(chunk: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    return this.#named(() => {
      for (let at = 0; at < chunk.length;) {
        const region = this.#filled === 0 ? this.#member?.regions[this.#region] : undefined;
        at += region === undefined ? this.#fillBlock(chunk, at) : this.#cutPiece(chunk, at, region, pieces);
      }
      return pieces;
    });
  }

  /** To be called after the last chunk; throws a UserError when the archive is cut off. */
  end(): DiskMember {
    return this.#named(() => {
      if (this.#member === undefined) throw new TarError("", `an archive with the member ${memberName}`);
      this.#end.check(this.#filled);
      return this.#member;
    });
  }

  #named<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof TarError)) throw error;
      const { value, expected } = error;
      throw new UserError({ where: this.#where, value, expected, remedy: "build the image again" });
    }
  }

  #cutPiece(chunk: Uint8Array, at: number, region: Region, pieces: Piece[]): number {
    const bytes = chunk.subarray(at, at + region.size - this.#done);
    pieces.push({ offset: region.offset + this.#done, bytes });
    this.#done += bytes.length;
    if (this.#done < region.size) return bytes.length;
    this.#region += 1;
    this.#done = 0;
    // only the last region may end inside a block; what fills that block is padding
    this.#filled = region.size % blockSize;
    if (this.#filled !== 0) this.#takeBlock = this.#takePadding;
    return bytes.length;
  }

  #fillBlock(chunk: Uint8Array, at: number): number {
    const part = chunk.subarray(at, at + blockSize - this.#filled);
    this.#block.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled < blockSize) return part.length;
    this.#filled = 0;
    this.#headers += blockSize;
    this.#takeBlock(this.#block);
    return part.length;
  }

  readonly #takePadding = (): void => {
    this.#takeBlock = this.#takeTrailer;
  };

  readonly #takeTrailer = (block: Uint8Array): void => {
    this.#end.take(block);
  };

  #takeHeader(block: Uint8Array): void {
    if (isZeroBlock(block)) throw new TarError("an empty archive", `the member ${memberName}`);
    const header = readHeader(block);
    if (header.type === "x" && this.#pax.size === 0) this.#takePaxBody(header.size);
    else this.#takeMember(header, block);
  }

  #takePaxBody(size: number): void {
    if (size === 0 || size > mostPaxBytes) throw new TarError(`a pax header of ${size} bytes`, `1 to ${mostPaxBytes}`);
    const body = new Uint8Array(Math.ceil(size / blockSize) * blockSize);
    let filled = 0;
    this.#takeBlock = (block) => {
      body.set(block, filled);
      filled += block.length;
      if (filled < body.length) return;
      this.#pax = readPaxRecords(body.subarray(0, size));
      this.#takeBlock = (next) => this.#takeHeader(next);
    };
  }

  #takeMember(header: TarHeader, block: Uint8Array): void {
    if (isExtension(header.type)) throw new TarError(describeType(header.type), `the member ${memberName} without it`);
    const name = this.#pax.get("GNU.sparse.name") ?? this.#pax.get("path") ?? header.name;
    if (name !== memberName) throw new TarError(name, `one member named ${memberName}`);
    const size = readDecimal(this.#pax.get("size") ?? String(header.size));
    if (header.type === "S") this.#takeSparse(block, size);
    else if (header.type !== "0") throw new TarError(describeType(header.type), `${memberName} to be a regular file`);
    else this.#takeRegular(size);
  }

  #takeRegular(size: number): void {
    const major = this.#pax.get("GNU.sparse.major");
    const map = this.#pax.get("GNU.sparse.map");
    const realSize = this.#pax.get("GNU.sparse.realsize") ?? this.#pax.get("GNU.sparse.size");
    if (realSize === undefined) this.#start([{ offset: 0, size }], size, size);
    else if (major === "1") this.#takeMap(readDecimal(realSize), size);
    else if (map !== undefined) this.#start(readMapRecord(map), readDecimal(realSize), size);
    else throw new TarError(`sparse format ${major ?? "0"}`, "GNU's own sparse format, or pax 0.1 or 1.0");
  }

  #takeSparse(block: Uint8Array, stored: number): void {
    const { regions, continued, realSize } = readSparseHeader(block);
    if (!continued) {
      this.#start(regions, realSize, stored);
      return;
    }
    this.#takeBlock = (next) => {
      const extension = readSparseExtension(next);
      regions.push(...extension.regions);
      checkRegionCount(regions.length);
      if (!extension.continued) this.#start(regions, realSize, stored);
    };
  }

  #takeMap(realSize: number, size: number): void {
    const map = new MapReader();
    let mapSize = 0;
    this.#takeBlock = (block) => {
      mapSize += block.length;
      if (mapSize > size) throw new TarError(`a sparse map beyond ${size} bytes`, "a map inside its member");
      const regions = map.push(block);
      if (regions !== undefined) this.#start(regions, realSize, size - mapSize);
    };
  }

  /** The headers are complete, and the member's bytes come next. `stored` is their number by the header. */
  #start(map: readonly Region[], size: number, stored: number): void {
    const regions = checkedRegions(map, size);
    const sum = regions.reduce((total, region) => total + region.size, 0);
    if (sum !== stored) throw new TarError(`${stored} bytes`, `${sum}, as the sparse map says`);
    const end = this.#headers + Math.ceil(stored / blockSize) * blockSize;
    this.#member = { size, regions, stored, end };
    this.#takeBlock = this.#takeTrailer;
  }
}
