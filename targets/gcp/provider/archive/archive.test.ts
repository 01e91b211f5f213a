import { execFile } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHeader, readSparseHeader } from "../../../../images/formats/tar-header.ts";
import type { Disk } from "../../../../storage/disk/disk.ts";
import { diskArchive } from "./disk-archive.ts";
import { sparseHeader } from "./header.ts";

const run = promisify(execFile);
const gibibyte = 1 << 30;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-gcp-archive-"));
});
afterAll(() => rm(folder, { recursive: true }));

type Extents = readonly { offset: number; length: number }[];

/** A disk whose bytes tell where they stand. */
const diskOf = (size: number, extents: Extents): Disk => ({
  size,
  extents,
  async read(offset, length) {
    const bytes = Buffer.alloc(length);
    for (let at = 0; at + 8 <= length; at += 8) bytes.writeBigUInt64LE(BigInt(offset + at + 1), at);
    return bytes;
  },
  close: async () => undefined,
});

async function archived(disk: Disk): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of diskArchive(disk, () => undefined)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const every = (count: number, step: number, length: number): Extents =>
  Array.from({ length: count }, (_, index) => ({ offset: index * step, length }));

const disks: [string, number, Extents][] = [
  ["one extent at its beginning", gibibyte, [{ offset: 0, length: 1 << 20 }]],
  ["one extent at its end", gibibyte, [{ offset: gibibyte - 4096, length: 4096 }]],
  ["four extents", gibibyte, every(4, 1 << 20, 8192)],
  ["more extents than the header holds", gibibyte, every(60, 1 << 20, 4096)],
  ["an extent of several pieces", gibibyte, [{ offset: 4096, length: 5 << 20 }]],
  ["no bytes at all", gibibyte, []],
  ["bytes beyond 8 GiB, which octal digits cannot name", 10 * gibibyte, [{ offset: 9 * gibibyte, length: 4096 }]],
];

describe("the archive of a disk", () => {
  it.each(disks)("is what GNU tar reads: of a disk with %s", async (_of, size, extents) => {
    const disk = diskOf(size, extents);
    const file = join(folder, "disk.tar.gz");
    await writeFile(file, await archived(disk));
    const { stdout } = await run("tar", ["--list", "--verbose", "--numeric-owner", "--utc", "--gzip", "--file", file]);
    expect(stdout).toMatch(new RegExp(`^-rw-r--r-- 0/0 +${size} 1970-01-01 00:00 disk\\.raw\\n$`));
    await run("tar", ["--extract", "--sparse", "--gzip", "--file", file, "--directory", folder]);
    const raw = await open(join(folder, "disk.raw"));
    const bytesAt = async (offset: number, length: number): Promise<Buffer> =>
      (await raw.read(Buffer.alloc(length), 0, length, offset)).buffer;
    expect((await raw.stat()).size).toBe(size);
    for (const { offset, length } of extents) {
      expect((await bytesAt(offset, length)).equals(await disk.read(offset, length)), `at ${offset}`).toBe(true);
      const end = offset + length;
      if (end < size) expect((await bytesAt(end, 8)).equals(Buffer.alloc(8)), `the hole at ${end}`).toBe(true);
    }
    await raw.close();
  });

  it("is the same each time", async () => {
    const disk = diskOf(gibibyte, every(30, 3 << 20, 1 << 20));
    expect((await archived(disk)).equals(await archived(disk))).toBe(true);
  });

  it("is of a whole number of gigabytes, as Compute Engine takes no other", async () => {
    const tar = gunzipSync(await archived(diskOf(gibibyte + 512, [{ offset: gibibyte, length: 512 }])));
    expect(readSparseHeader(tar.subarray(0, 512)).realSize).toBe(2 * gibibyte);
  });

  it("is little more than what gzip makes of the same tar, in spite of its pieces", async () => {
    const text = Buffer.from(Array.from({ length: 400_000 }, (_, index) => `${index * 7919} debian `).join(""));
    const disk: Disk = {
      ...diskOf(gibibyte, [{ offset: 4096, length: Math.floor(text.length / 4096) * 4096 }]),
      read: async (offset, length) => Buffer.from(text.subarray(offset - 4096, offset - 4096 + length)),
    };
    const own = await archived(disk);
    const file = join(folder, "text.tar");
    await writeFile(file, gunzipSync(own));
    const { stdout } = await run("gzip", ["--stdout", "--no-name", file], { encoding: "buffer", maxBuffer: 1 << 28 });
    expect(own.length / stdout.length).toBeLessThan(1.02);
  });
});

describe("the header of a sparse disk", () => {
  it("is read by this program's own reader", () => {
    const header = sparseHeader(gibibyte, [
      { offset: 4096, size: 8192 },
      { offset: 1 << 20, size: 512 },
    ]);
    expect(readHeader(header)).toEqual({ name: "disk.raw", type: "S", size: 8704 });
    expect(readSparseHeader(header)).toMatchObject({ realSize: gibibyte, continued: false });
  });
});
