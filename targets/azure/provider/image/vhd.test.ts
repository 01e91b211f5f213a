import { execFile } from "node:child_process";
import { mkdtemp, open, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { largestWrite, pageSize, type Range } from "../../../../clients/azure/page-blob.ts";
import type { Disk } from "../../../../storage/disk/disk.ts";
import { wrongFooter } from "../../../../test/peers/azure/account.ts";
import { missingOf } from "./blob.ts";
import { piecesOf, vhdFooter, vhdOf } from "./vhd.ts";

const run = promisify(execFile);
const mebibyte = 1 << 20;
const digest = "ab".repeat(64);

/** A disk of zeros but for a few bytes at each offset. */
const diskOf = (size: number, ...offsets: readonly number[]): Disk => ({
  size,
  extents: offsets.map((offset) => ({ offset, length: 5 })),
  read: async (offset, length) => {
    const bytes = Buffer.alloc(length);
    for (const at of offsets) if (at >= offset && at + 5 <= offset + length) bytes.write("bytes", at - offset);
    return bytes;
  },
  close: async () => undefined,
});

describe("a disk as a fixed VHD", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cloud-images-vhd-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const written = async (name: string, size: number, pieces: readonly [offset: number, bytes: Buffer][]) => {
    const path = join(folder, name);
    const file = await open(path, "w");
    for (const [offset, bytes] of pieces) await file.write(bytes, 0, bytes.length, offset);
    await file.close();
    await truncate(path, size);
    return path;
  };

  it.each([
    ["whole MiB", 3 * mebibyte],
    ["a part of a MiB", 3 * mebibyte + 4096],
    ["the size of Debian's images for Azure", 30 * 1024 * mebibyte],
  ])("of %s has the disk's bytes for QEMU", async (_case, size) => {
    const disk = diskOf(size, 0, 700_000, size - 512);
    const vhd = vhdOf(disk, digest);
    const pieces = vhd.pieces.map(async (piece) => [piece.offset, await vhd.read(piece)] as [number, Buffer]);
    const path = await written("ours.vhd", vhd.size, await Promise.all(pieces));
    const raw = await written(
      "disk.raw",
      vhd.size - 512,
      await Promise.all(
        disk.extents.map(async ({ offset, length }) => [offset, await disk.read(offset, length)] as [number, Buffer]),
      ),
    );
    const { stdout } = await run("qemu-img", ["compare", "-f", "raw", "-F", "vpc", raw, path]);
    expect(stdout).toContain("Images are identical");
  });

  it("ends as QEMU's own, but for id, time and checksum", async () => {
    const size = 64 * mebibyte;
    const raw = await written("own.raw", size, []);
    const path = join(folder, "qemu.vhd");
    await run("qemu-img", ["convert", "-f", "raw", "-O", "vpc", "-o", "subformat=fixed,force_size", raw, path]);
    const theirs = (await readFile(path)).subarray(size);
    const ours = vhdFooter(size, digest);
    for (const footer of [theirs, ours]) {
      expect(wrongFooter({ size: size + 512, footer })).toBeUndefined();
      footer.fill(0, 24, 28).fill(0, 64, 84);
    }
    expect(ours.toString("hex")).toBe(theirs.toString("hex"));
  });

  it("is the same for the same digest, and another for another one", () => {
    expect(vhdFooter(mebibyte, digest)).toEqual(vhdFooter(mebibyte, digest));
    expect(vhdFooter(mebibyte, digest)).not.toEqual(vhdFooter(mebibyte, "cd".repeat(64)));
  });
});

/** Ranges in order and apart. */
const extents = fc
  .array(fc.tuple(fc.nat(9_000_000), fc.integer({ min: 1, max: 9_000_000 })), { maxLength: 6 })
  .map((gaps) => {
    const ranges: Range[] = [];
    let end = 0;
    for (const [gap, length] of gaps) {
      ranges.push({ offset: end + gap, length });
      end += gap + length + 1;
    }
    return ranges;
  });

describe("the pieces that are sent", () => {
  it("are whole pages, in order, apart, none larger than a write, and cover all that is not zeros", () => {
    fc.assert(
      fc.property(extents, (all) => {
        const pieces = piecesOf(all);
        let end = 0;
        for (const { offset, length } of pieces) {
          expect([offset % pageSize, length % pageSize]).toEqual([0, 0]);
          expect(offset).toBeGreaterThanOrEqual(end);
          expect(length).toBeGreaterThan(0);
          expect(length).toBeLessThanOrEqual(largestWrite);
          end = offset + length;
        }
        for (const { offset, length } of all) expect(missingOf([{ offset, length }], merged(pieces))).toEqual([]);
      }),
    );
  });

  it("of a resumed upload are those that no earlier run sent", () => {
    fc.assert(
      fc.property(extents, fc.array(fc.boolean()), (all, sent) => {
        const pieces = piecesOf(all);
        const done = pieces.filter((_, index) => sent[index] === true);
        expect(missingOf(pieces, merged(done))).toEqual(pieces.filter((piece) => !done.includes(piece)));
      }),
    );
  });
});

/** As Azure lists what was written. */
function merged(ranges: readonly Range[]): Range[] {
  const found: Range[] = [];
  for (const range of ranges) {
    const last = found.at(-1);
    if (last !== undefined && last.offset + last.length === range.offset) last.length += range.length;
    else found.push({ ...range });
  }
  return found;
}
