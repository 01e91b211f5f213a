/** A run of a disk that holds bytes; what lies between two runs is zeros. In bytes. */
export interface Extent {
  offset: number;
  length: number;
}

/** What file systems allocate at least: a finer search finds no more zeros, and makes more extents. */
const grain = 4096;
const window = 1 << 20;
const zeros = Buffer.alloc(window);

/** Finds the runs of a disk that are not zeros, as its bytes stream by in order, in pieces of any size. */
export class ExtentFinder {
  readonly #extents: Extent[] = [];

  /** Takes the next bytes; gives those of them that are to be kept. */
  push(offset: number, bytes: Uint8Array): { offset: number; bytes: Uint8Array }[] {
    const runs = usedRuns(offset, bytes);
    for (const { start, end } of runs) this.#add(start, end);
    return runs.map(({ start, end }) => ({ offset: start, bytes: bytes.subarray(start - offset, end - offset) }));
  }

  /** The runs, in order and apart. */
  get extents(): readonly Extent[] {
    return this.#extents;
  }

  #add(start: number, end: number): void {
    const last = this.#extents.at(-1);
    if (last?.offset !== undefined && last.offset + last.length === start) last.length += end - start;
    else this.#extents.push({ offset: start, length: end - start });
  }
}

interface Run {
  start: number;
  end: number;
}

/** The runs of bytes that are not zeros, cut at multiples of the grain in the disk. */
function usedRuns(offset: number, bytes: Uint8Array): Run[] {
  const runs: Run[] = [];
  const end = offset + bytes.length;
  for (let at = offset; at < end;) {
    const part = Math.min(end, nextMultiple(at, window));
    if (!isZeros(bytes.subarray(at - offset, part - offset)))
      addRuns(runs, at, bytes.subarray(at - offset, part - offset));
    at = part;
  }
  return runs;
}

function addRuns(runs: Run[], offset: number, bytes: Uint8Array): void {
  const stop = offset + bytes.length;
  for (let start = offset; start < stop;) {
    const end = Math.min(stop, nextMultiple(start, grain));
    const last = runs.at(-1);
    if (isZeros(bytes.subarray(start - offset, end - offset))) {
      start = end;
      continue;
    }
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
    start = end;
  }
}

const nextMultiple = (at: number, of: number): number => (Math.floor(at / of) + 1) * of;

const isZeros = (bytes: Uint8Array): boolean => zeros.compare(bytes, 0, bytes.length, 0, bytes.length) === 0;
