import { blockSize, readDecimal, TarError, type Region } from "./tar-header.ts";

/**
 * The most regions of a map: a limit of memory, not of disks. A 30 GiB disk in which every second 16 KiB is a hole would have as
 * many.
 */
const mostRegions = 1_000_000;

/**
 * Checks a map, and returns its regions that are not empty. They have to be in order, apart, and inside the disk. All but the last
 * have to be whole blocks, because GNU tar pads each region, and other readers expect no padding.
 */
export function checkedRegions(regions: readonly Region[], diskSize: number): Region[] {
  let end = 0;
  let whole = true;
  for (const { offset, size } of regions) {
    if (offset < end) throw new TarError(`a region at ${offset}`, `regions in order, this one from ${end} on`);
    if (offset + size > diskSize)
      throw new TarError(`a region that ends at ${offset + size}`, `an end within ${diskSize}`);
    if (!whole && size > 0)
      throw new TarError(`a region that ends at ${end}`, `regions of whole ${blockSize}-byte blocks`);
    whole &&= size % blockSize === 0;
    end = offset + size;
  }
  return regions.filter(({ size }) => size > 0);
}

export function checkRegionCount(count: number): void {
  if (count > mostRegions) throw new TarError(`a sparse map of ${count} regions`, `at most ${mostRegions}`);
}

/** The map of pax format 0.1: one record `offset,size,offset,size,…`. */
export function readMapRecord(text: string): Region[] {
  const numbers = text === "" ? [] : text.split(",");
  checkRegionCount(numbers.length / 2);
  return pairs(numbers.map(readDecimal));
}

function pairs(numbers: readonly number[]): Region[] {
  if (numbers.length % 2 !== 0) throw new TarError(`${numbers.length} numbers`, "offsets and sizes in pairs");
  return Array.from({ length: numbers.length / 2 }, (_, index) => ({
    offset: numbers[2 * index] ?? 0,
    size: numbers[2 * index + 1] ?? 0,
  }));
}

const newline = 0x0a;
const longestLine = 16;

/** The map of pax format 1.0: the number of regions, then offsets and sizes, each a line, in whole blocks before the data. */
export class MapReader {
  #line = "";
  #count: number | undefined;
  readonly #numbers: number[] = [];

  /** Takes the next block; gives the regions once the map is whole. */
  push(block: Uint8Array): Region[] | undefined {
    for (const byte of block) {
      if (byte === newline) this.#endLine();
      else this.#extendLine(byte);
      if (this.#count !== undefined && this.#numbers.length === 2 * this.#count) return pairs(this.#numbers);
    }
    return undefined;
  }

  #extendLine(byte: number): void {
    this.#line += String.fromCharCode(byte);
    if (this.#line.length > longestLine) readDecimal(this.#line);
  }

  #endLine(): void {
    const value = readDecimal(this.#line);
    this.#line = "";
    if (this.#count !== undefined) {
      this.#numbers.push(value);
      return;
    }
    checkRegionCount(value);
    this.#count = value;
  }
}
