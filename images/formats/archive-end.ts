import { blockSize, isZeroBlock, readHeader, TarError } from "./tar-header.ts";

/** tar fills its last record with zeros; the largest record that anybody writes is 1 MiB. */
export const mostTrailingZeros = 2 ** 20;
export const endOfArchive = 2 * blockSize;
export const nothingAfterEnd =
  "nothing after the zeros that end a tar (pixz puts an index there, unless it is told -t)";

/** Checks the blocks after an archive's one member. Throws a TarError for anything but the zeros that end a tar. */
export class ArchiveEnd {
  readonly #member: string;
  #zeros = 0;
  /** The size of the whole blocks after the archive's end, in bytes. */
  #extra = 0;

  /** `member` is the name of the archive's member. */
  constructor(member: string) {
    this.#member = member;
  }

  take(block: Uint8Array): void {
    if (this.#extra > 0 || !isZeroBlock(block)) {
      this.#takeExtra(block);
      return;
    }
    this.#zeros += block.length;
    if (this.#zeros > mostTrailingZeros)
      throw new TarError("zeros without end", `at most ${mostTrailingZeros} at the end`);
  }

  /** Call after the last block. `rest` is the number of bytes after it. */
  check(rest: number): void {
    if (this.#zeros < endOfArchive) throw new TarError("an archive that is cut off", "two blocks of zeros at its end");
    const extra = this.#extra + rest;
    if (extra > 0) throw new TarError(`${extra} bytes after its end`, nothingAfterEnd);
  }

  #takeExtra(block: Uint8Array): void {
    const member = this.#extra === 0 ? nameOfHeader(block) : undefined;
    if (member !== undefined) throw new TarError(`a second member ${member}`, `nothing after ${this.#member}`);
    if (this.#zeros < endOfArchive) throw new TarError(`bytes after ${this.#member}`, "two blocks of zeros");
    this.#extra += block.length;
    if (this.#extra > mostTrailingZeros)
      throw new TarError(`more than ${mostTrailingZeros} bytes after its end`, nothingAfterEnd);
  }
}

/** Undefined for a block that is no tar header. */
function nameOfHeader(block: Uint8Array): string | undefined {
  try {
    return readHeader(block).name;
  } catch {
    return undefined;
  }
}
