import fc from "fast-check";
import { expect, test } from "vitest";
import { ExtentFinder, type Extent } from "./extents.ts";

const grain = 4096;

/** A disk of so many grains, of which these hold bytes. */
function diskOf(grains: number, used: readonly number[], tail = 0): Buffer {
  const disk = Buffer.alloc(grains * grain + tail);
  for (const index of used) disk[Math.min(disk.length - 1, index * grain + (index % grain))] = 1;
  return disk;
}

function extentsOf(disk: Buffer, cuts: readonly number[] = []): readonly Extent[] {
  const finder = new ExtentFinder();
  const ends = [...new Set(cuts.map((cut) => cut % disk.length)), disk.length].toSorted((a, b) => a - b);
  ends.forEach((end, index) => finder.push(ends[index - 1] ?? 0, disk.subarray(ends[index - 1] ?? 0, end)));
  return finder.extents;
}

test.each<[string, Buffer, Extent[]]>([
  ["zeros alone", diskOf(3, []), []],
  ["bytes at the beginning", diskOf(3, [0]), [{ offset: 0, length: grain }]],
  ["neighbours are one run", diskOf(4, [1, 2]), [{ offset: grain, length: 2 * grain }]],
  [
    "two runs",
    diskOf(4, [0, 3]),
    [
      { offset: 0, length: grain },
      { offset: 3 * grain, length: grain },
    ],
  ],
  ["a last part of a grain", diskOf(1, [1], 10), [{ offset: grain, length: 10 }]],
  ["across a mebibyte", diskOf(258, [255, 256]), [{ offset: 255 * grain, length: 2 * grain }]],
])("%s", (_, disk, expected) => {
  expect(extentsOf(disk)).toEqual(expected);
});

test("what is left out is zeros, and every kept run has bytes, wherever the pieces are cut", () => {
  const grains = 40;
  const indexes = fc.uniqueArray(fc.nat(grains - 1));
  fc.assert(
    fc.property(indexes, fc.array(fc.nat(grains * grain)), fc.nat(grain - 1), (used, cuts, tail) => {
      const disk = diskOf(grains, used, tail);
      const kept = Buffer.alloc(disk.length);
      for (const { offset, length } of extentsOf(disk, cuts)) {
        const run = disk.subarray(offset, offset + length);
        expect(run.some((byte) => byte !== 0)).toBe(true);
        run.copy(kept, offset);
      }
      expect(kept.equals(disk)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
