import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { Piece } from "../../../../images/formats/archive.ts";
import { FileDigests, type Digests } from "../../../../storage/files/hash.ts";

const zeros = Buffer.alloc(1 << 20);

/** Writes a disk piece by piece; what lies between stays a hole. Hashes the disk on the way, holes as the zeros they read as. */
export class DiskWriter {
  readonly #digests = new FileDigests();
  readonly #file: number;
  #end = 0;

  constructor(path: string) {
    this.#file = openSync(path, "wx", 0o644);
  }

  write({ offset, bytes }: Piece): void {
    this.#hashZerosTo(offset);
    this.#digests.update(bytes);
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#file, bytes, done, bytes.length - done, offset + done);
    this.#end = offset + bytes.length;
  }

  /** The disk's digests. */
  end(size: number): Digests {
    this.#hashZerosTo(size);
    ftruncateSync(this.#file, size);
    return this.#digests.end();
  }

  close(): void {
    closeSync(this.#file);
  }

  #hashZerosTo(offset: number): void {
    for (; this.#end < offset; this.#end += Math.min(zeros.length, offset - this.#end))
      this.#digests.update(zeros.subarray(0, Math.min(zeros.length, offset - this.#end)));
  }
}
