import type { FileHandle } from "node:fs/promises";
import { UserError } from "../../images/model/errors.ts";
import { Slots } from "../concurrency.ts";
import type { Extent } from "./extents.ts";

/** A published image's disk: its bytes are read from the tree once, however many clouds take it. */
export interface Disk {
  /** Apparent size in bytes. */
  readonly size: number;
  /** What is not zeros, in order and apart. */
  readonly extents: readonly Readonly<Extent>[];
  /** The bytes at an offset; zeros outside of the extents, and beyond the disk's end. */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Shared by all clouds of the process: bounds the reads at once, and so the buffers that wait for the disk. */
const reads = new Slots(16);
const { signal: never } = new AbortController();

/** A disk in an open file, whose bytes are those that were checked. */
export class DiskInFile implements Disk {
  readonly size: number;
  readonly extents: readonly Extent[];
  readonly #file: FileHandle;
  readonly #name: string;

  constructor(file: FileHandle, { name, size, extents }: { name: string; size: number; extents: readonly Extent[] }) {
    this.#file = file;
    this.#name = name;
    this.size = size;
    this.extents = extents;
  }

  read(offset: number, length: number): Promise<Buffer> {
    return reads.run(never, async () => {
      const bytes = Buffer.alloc(length);
      const wanted = Math.max(0, Math.min(length, this.size - offset));
      await readWhole(this.#file, bytes.subarray(0, wanted), offset, this.#name);
      return bytes;
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Fills the buffer from a file. Throws a UserError where the file ends before. */
export async function readWhole(file: FileHandle, into: Buffer, offset: number, where: string): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, offset + done);
    if (bytesRead === 0)
      throw new UserError({
        where,
        value: `${offset + done} bytes`,
        expected: `at least ${offset + into.length}, as it had when it was opened`,
        remedy: "find out what shortens files of the tree, and run again",
      });
    done += bytesRead;
  }
}
