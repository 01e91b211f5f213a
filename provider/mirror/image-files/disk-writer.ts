import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { Piece } from "../../../images/formats/archive.ts";

const zeros = Buffer.alloc(1 << 20);

/** Writes a disk piece by piece; what lies between stays a hole. Hashes the disk on the way, holes as the zeros they read as. */
export class DiskWriter {
  readonly #hash = createHash("sha512");
  readonly #file: number;
  #end = 0;

  constructor(path: string) {
    this.#file = openSync(path, "wx", 0o644);
  }

  write({ offset, bytes }: Piece): void {
    this.#hashZerosTo(offset);
    this.#hash.update(bytes);
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#file, bytes, done, bytes.length - done, offset + done);
    this.#end = offset + bytes.length;
  }

  /** The disk's sha512, in hexadecimal digits. */
  end(size: number): string {
    this.#hashZerosTo(size);
    ftruncateSync(this.#file, size);
    return this.#hash.digest("hex");
  }

  close(): void {
    closeSync(this.#file);
  }

  #hashZerosTo(offset: number): void {
    for (; this.#end < offset; this.#end += Math.min(zeros.length, offset - this.#end))
      this.#hash.update(zeros.subarray(0, Math.min(zeros.length, offset - this.#end)));
  }
}
