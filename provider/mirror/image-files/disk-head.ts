import type { Piece } from "../../../images/formats/archive.ts";
import { checkPartitionTable, partitionTableHead } from "../../../images/formats/partition-table.ts";

/** Keeps a disk's beginning while it streams by; what the archive leaves out reads as zeros. */
export class DiskHead {
  readonly #bytes = Buffer.alloc(partitionTableHead);

  take({ offset, bytes }: Piece): void {
    if (offset < this.#bytes.length) this.#bytes.set(bytes.subarray(0, this.#bytes.length - offset), offset);
  }

  /** Findings about the partition table of a disk of this size. */
  check(size: number): string[] {
    return checkPartitionTable(this.#bytes, size);
  }
}
