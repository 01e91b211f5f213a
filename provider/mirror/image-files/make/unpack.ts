import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { DiskArchive, type Piece } from "../../../../images/formats/archive.ts";
import { CommandFailure, runCommand } from "../../../../storage/command.ts";
import { DiskWriter } from "./disk-writer.ts";
import type { Digests } from "../../../../storage/files/hash.ts";
import { judged, Rejection } from "../rejection.ts";
import { checkPartitionTable, partitionTableHead } from "../../../../images/formats/partition-table.ts";

interface Unpacked {
  /** sha512 of the uncompressed tar, in hexadecimal digits: the image's identity. */
  digest: string;
  /** Apparent size of the disk, in bytes. */
  size: number;
  /** The disk's digests; only where it was written. */
  raw: Digests | undefined;
  /** Findings about the partition table. */
  findings: string[];
}

interface Unpacking {
  archive: string;
  /** Where the disk is written; without it the archive is only checked. */
  disk: string | undefined;
  /** The disk's size, so that a larger archive stops before it fills the file system. */
  mostBytes: number;
  signal: AbortSignal;
  /** Bytes of the disk that came, of those that the archive holds. */
  progress: (done: number, all: number) => void;
}

/** Reads an archive once: its digest, its disk, the disk's digest, and its partition table. Throws a Rejection for a bad archive. */
export async function unpack({ archive, disk, mostBytes, signal, progress }: Unpacking): Promise<Unpacked> {
  const tar = new DiskArchive(basename(archive));
  const hash = createHash("sha512");
  const head = new DiskHead();
  const writer = disk === undefined ? undefined : new DiskWriter(disk);
  let done = 0;
  const takePiece = (piece: Piece): void => {
    writer?.write(piece);
    head.take(piece);
    done += piece.bytes.length;
  };
  const takeChunk = (chunk: Uint8Array): void => {
    hash.update(chunk);
    const pieces = judged(() => tar.push(chunk));
    if (tar.member !== undefined && tar.member.size > mostBytes)
      throw new Rejection(`the disk has ${tar.member.size} bytes, more than the ${mostBytes} of its vendor's`);
    for (const piece of pieces) takePiece(piece);
    progress(done, tar.member?.stored ?? 0);
  };
  try {
    await decompress(archive, signal, takeChunk);
    const { size } = judged(() => tar.end());
    return { digest: hash.digest("hex"), size, raw: writer?.end(size), findings: head.check(size) };
  } finally {
    writer?.close();
  }
}

/** xz's exit code for every error. */
const failed = 1;
/** xz's English messages for a damaged file (xz 5: "Compressed data is corrupt", "Unexpected end of input", …). */
const badInput = /corrupt|unexpected end of input|file format not recognized|no integrity check|unsupported options/i;

/** The verdict is recorded and shown to everybody, so it does not tell where staging lies. */
const complaintOf = (output: string, archive: string): string => output.replaceAll(`xz: ${archive}: `, "");

async function decompress(archive: string, signal: AbortSignal, takeChunk: (chunk: Uint8Array) => void): Promise<void> {
  const take = async (output: Readable): Promise<void> => {
    for await (const chunk of output) takeChunk(chunk as Uint8Array);
  };
  try {
    await runCommand("xz", ["--decompress", "--stdout", "--", archive], { signal, take });
  } catch (error) {
    if (error instanceof CommandFailure && error.status === failed && badInput.test(error.output))
      throw new Rejection(`${basename(archive)} cannot be decompressed: ${complaintOf(error.output, archive)}`);
    throw error;
  }
}

/** Keeps a disk's beginning while it streams by; what the archive leaves out reads as zeros. */
class DiskHead {
  readonly #bytes = Buffer.alloc(partitionTableHead);

  take({ offset, bytes }: Piece): void {
    if (offset < this.#bytes.length) this.#bytes.set(bytes.subarray(0, this.#bytes.length - offset), offset);
  }

  /** Findings about the partition table of a disk of this size. */
  check(size: number): string[] {
    return checkPartitionTable(this.#bytes, size);
  }
}
