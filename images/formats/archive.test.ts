import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DiskArchive, type DiskMember } from "./archive.ts";
import { UserError } from "../model/errors.ts";

const kib = 1024;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "archive-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Disk {
  size: number;
  runs: readonly { offset: number; bytes: Uint8Array }[];
}

function writeDisk(name: string, { size, runs }: Disk): void {
  const file = openSync(join(folder, name), "w");
  ftruncateSync(file, size);
  for (const { offset, bytes } of runs)
    writeSync(file, bytes, 0, Math.max(0, Math.min(bytes.length, size - offset)), offset);
  closeSync(file);
}

/** What the real tar makes of the named files. */
function tar(options: readonly string[], ...names: string[]): Buffer {
  return execFileSync("tar", ["-C", folder, "-c", ...options, ...names], { maxBuffer: 2 ** 28 });
}

/** Reads an archive in chunks of the given size and gives the disk that its pieces make. */
function unpack(archive: Uint8Array, chunkSize = archive.length): { member: DiskMember; disk: Buffer } {
  const reader = new DiskArchive("x.tar.xz");
  let disk = Buffer.alloc(0);
  for (let at = 0; at < archive.length; at += chunkSize) {
    const pieces = reader.push(archive.subarray(at, at + chunkSize));
    if (disk.length === 0 && reader.member !== undefined) disk = Buffer.alloc(reader.member.size);
    for (const { offset, bytes } of pieces) disk.set(bytes, offset);
  }
  return { member: reader.end(), disk };
}

const formats = {
  "GNU sparse": ["-S", "--format=gnu"],
  "GNU sparse, found by reading": ["-S", "--format=gnu", "--hole-detection=raw"],
  "pax sparse 1.0": ["-S", "--format=posix", "--sparse-version=1.0"],
  "pax sparse 0.1": ["-S", "--format=posix", "--sparse-version=0.1"],
  "plain GNU": ["--format=gnu"],
  "plain pax": ["--format=posix"],
  "plain ustar": ["--format=ustar"],
};

const disks: fc.Arbitrary<Disk> = fc.record({
  size: fc.oneof(
    fc.nat({ max: 4096 * kib }),
    fc.nat({ max: 1024 }).map((blocks) => blocks * 4096),
  ),
  runs: fc.array(
    fc.record({
      offset: fc.nat({ max: 1000 }).map((block) => block * 4096),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 9000 }),
    }),
    { maxLength: 30 },
  ),
});

describe.each(Object.entries(formats))("an archive that tar wrote (%s)", (_, options) => {
  it("gives the disk back, whatever its holes and however the bytes arrive", () => {
    fc.assert(
      fc.property(disks, fc.integer({ min: 1, max: 20_000 }), (disk, chunkSize) => {
        writeDisk("disk.raw", disk);
        const archive = tar(options, "disk.raw");
        const { member, disk: read } = unpack(archive, chunkSize);
        expect(member.size).toBe(disk.size);
        expect(archive.subarray(member.end).every((byte) => byte === 0)).toBe(true);
        expect(archive.length - member.end).toBeGreaterThanOrEqual(1024);
        expect(archive.length - member.end).toBeLessThan(1024 + 10_240);
        expect(read.equals(readFileSync(join(folder, "disk.raw")))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it("gives the disk back byte by byte", () => {
    writeDisk("disk.raw", { size: 20_001, runs: [{ offset: 8192, bytes: Buffer.alloc(5000, 7) }] });
    expect(unpack(tar(options, "disk.raw"), 1).disk.equals(readFileSync(join(folder, "disk.raw")))).toBe(true);
  });

  it("is refused wherever it is cut off", () => {
    writeDisk("disk.raw", { size: 40_000, runs: [{ offset: 8192, bytes: Buffer.alloc(5000, 7) }] });
    const archive = tar([...options, "--blocking-factor=1"], "disk.raw");
    for (const cut of [1, 512, 1024, 1500, archive.length - 5000, archive.length - 513, archive.length - 1]) {
      expect(() => unpack(archive.subarray(0, cut)), `cut at ${cut}`).toThrow(UserError);
    }
  });
});

describe("a sparse archive", () => {
  it("tells the disk's size and its map before any of its bytes", () => {
    writeDisk("disk.raw", { size: 3 * 2 ** 30, runs: [{ offset: 2 ** 30, bytes: Buffer.alloc(4096, 1) }] });
    for (const format of ["GNU sparse", "pax sparse 1.0", "pax sparse 0.1"] as const) {
      const reader = new DiskArchive("x");
      const archive = tar(formats[format], "disk.raw");
      const pieces = [];
      for (let at = 0; reader.member === undefined; at += 512)
        pieces.push(...reader.push(archive.subarray(at, at + 512)));
      expect(reader.member).toEqual({
        size: 3 * 2 ** 30,
        regions: [{ offset: 2 ** 30, size: 4096 }],
        stored: 4096,
        end: expect.any(Number) as unknown,
      });
      expect(pieces).toEqual([]);
    }
  });

  it("may have a disk beyond what octal digits can say", () => {
    writeDisk("disk.raw", { size: 2 ** 40, runs: [{ offset: 2 ** 39, bytes: Buffer.alloc(4096, 1) }] });
    for (const format of ["GNU sparse", "pax sparse 1.0"] as const) {
      const reader = new DiskArchive("x");
      reader.push(tar(formats[format], "disk.raw"));
      expect(reader.end()).toMatchObject({ size: 2 ** 40, regions: [{ offset: 2 ** 39, size: 4096 }] });
    }
  });

  it("gives views into the chunk, no copies", () => {
    writeDisk("disk.raw", { size: 40_960, runs: [{ offset: 8192, bytes: Buffer.alloc(4096, 7) }] });
    const archive = tar(formats["GNU sparse"], "disk.raw");
    const [piece] = new DiskArchive("x").push(archive);
    expect(piece?.bytes.buffer).toBe(archive.buffer);
  });
});

describe("an archive that tar wrote of something else is refused", () => {
  const refusal = (archive: Uint8Array): string => {
    try {
      unpack(archive);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    return "";
  };
  const shell = (script: string): void => {
    execFileSync("sh", ["-c", script], { cwd: folder });
  };

  it.each<[string, string, string[], string]>([
    ["a second member", "echo a >disk.raw; echo b >more", ["disk.raw", "more"], 'is "a second member more"'],
    [
      "the same member twice",
      "echo a >disk.raw; cp disk.raw copy",
      ["--transform=s/copy/disk.raw/", "disk.raw", "copy"],
      "second member",
    ],
    ["another name", "echo a >image.raw", ["image.raw"], 'is "image.raw": expected one member named disk.raw'],
    ["a path to it", "echo a >disk.raw", ["./disk.raw"], 'is "./disk.raw"'],
    ["a way out", "echo a >disk.raw", ["-P", "--transform=s,^,../,", "disk.raw"], 'is "../disk.raw"'],
    [
      "a long name",
      "echo a >disk.raw",
      ["--format=gnu", `--transform=s,^,${"d".repeat(120)}/,`, "disk.raw"],
      "GNU tar's header of a long name",
    ],
    [
      "a long name in pax",
      "echo a >disk.raw",
      ["--format=posix", `--transform=s,^,${"d".repeat(120)}/,`, "disk.raw"],
      "dddd",
    ],
    ["a symbolic link", "rm -f disk.raw; ln -s /etc/passwd disk.raw", ["disk.raw"], "a symbolic link"],
    [
      "a hard link",
      "rm -f disk.raw; echo a >x; ln x disk.raw",
      ["--transform=s/^x$/disk.raw/", "x", "disk.raw"],
      "second member",
    ],
    ["a directory", "rm -f disk.raw; mkdir disk.raw", ["--transform=s,/$,,", "disk.raw"], "disk.raw"],
    ["a pipe", "rm -rf disk.raw; mkfifo disk.raw", ["disk.raw"], "a pipe"],
    [
      "a global header",
      "echo a >disk.raw",
      ["--format=posix", "--pax-option=comment=x", "disk.raw"],
      'is "a pax global header"',
    ],
    ["nothing", "rm -rf disk.raw", ["-T", "/dev/null"], "an empty archive"],
  ])("%s", (_, script, options, message) => {
    shell(`rm -rf disk.raw; ${script}`);
    expect(refusal(tar(options))).toContain(message);
  });

  it.each<[string, (archive: Buffer) => Buffer, string]>([
    ["a header that was changed", (archive) => changed(archive, 0, "D"), "a block with a wrong checksum"],
    [
      "a block of text after the end",
      (archive) => Buffer.concat([archive, Buffer.alloc(512, "x")]),
      '"512 bytes after its end"',
    ],
    [
      "pixz's index after the end",
      (archive) => Buffer.concat([archive, Buffer.alloc(320, "x")]),
      '"320 bytes after its end"',
    ],
    [
      "text and zeros after the end",
      (archive) => Buffer.concat([archive, Buffer.alloc(700, "x"), Buffer.alloc(500)]),
      '"1200 bytes after its end"',
    ],
    [
      "half a block of zeros after the end",
      (archive) => Buffer.concat([archive, Buffer.alloc(100)]),
      '"100 bytes after its end"',
    ],
    [
      "text without end",
      (archive) => Buffer.concat([archive, Buffer.alloc(2 ** 21, "x")]),
      "more than 1048576 bytes after its end",
    ],
    [
      "text in the place of its end",
      (archive) => Buffer.concat([archive.subarray(0, 1024), Buffer.alloc(512, "x")]),
      "bytes after disk.raw",
    ],
    ["an end of one block", (archive) => archive.subarray(0, 1536), "cut off"],
    ["a second archive", (archive) => Buffer.concat([archive, archive]), "a second member"],
    ["zeros without end", (archive) => Buffer.concat([archive, Buffer.alloc(2 ** 20)]), "zeros without end"],
    ["no archive at all", () => Buffer.alloc(10_240, "x"), "a block with a wrong checksum"],
  ])("%s", (_, change, message) => {
    shell("rm -rf disk.raw; echo a >disk.raw");
    expect(refusal(change(tar([], "disk.raw")))).toContain(message);
  });

  it.each<[string, Slot[], string]>([
    [
      "regions out of order",
      [
        [8192, 512],
        [0, 512],
      ],
      "a region at 0",
    ],
    [
      "regions that overlap",
      [
        [0, 1024],
        [512, 512],
      ],
      "a region at 512",
    ],
    ["a region beyond the disk", [[16_384, 512]], "a region that ends at 16896"],
    [
      "a region inside a block",
      [
        [0, 100],
        [512, 512],
      ],
      "whole 512-byte blocks",
    ],
    ["fewer bytes than stored", [[0, 512]], "1024 bytes"],
  ])("a sparse map with %s", (_, slots, message) => {
    const stored = message === "1024 bytes" ? 1024 : slots.reduce((sum, [, size]) => sum + size, 0);
    expect(refusal(sparseHeader(slots, stored))).toContain(message);
  });

  it("a pax map of absurdly many regions, before they are read", () => {
    const body = paxRecords({
      "GNU.sparse.major": "1",
      "GNU.sparse.name": "disk.raw",
      "GNU.sparse.realsize": "9000000000",
    });
    const map = Buffer.alloc(512);
    map.write("99999999999\n");
    const archive = Buffer.concat([header("x", "p", body.length), padded(body), header("0", "q", 2 ** 30), map]);
    expect(refusal(archive)).toContain("a sparse map of 99999999999 regions");
  });

  it.each([
    ["a line without end", "1".repeat(512)],
    ["no number", "1\nx\n"],
    ["a map longer than its member", "3\n1\n"],
  ])("a pax map with %s", (_, text) => {
    const body = paxRecords({ "GNU.sparse.major": "1", "GNU.sparse.name": "disk.raw", "GNU.sparse.realsize": "9000" });
    const map = Buffer.alloc(512);
    map.write(text.slice(0, 512));
    const archive = Buffer.concat([header("x", "p", body.length), padded(body), header("0", "q", 512), map, map]);
    expect(refusal(archive)).not.toBe("");
  });

  it.each([
    ["beyond its header", "99999999 comment=x\n", 'is "a pax record that begins 99999999 comment=x'],
    ["without a length", "comment=x\n", "expected its length first"],
    ["without a keyword", "7 text\n", "expected LENGTH KEYWORD=VALUE"],
    ["whose length is none", "0 a=b\n", "expected LENGTH KEYWORD=VALUE"],
  ])("a pax record %s, in plain words", (_, text, message) => {
    expect(refusal(Buffer.concat([header("x", "p", text.length), padded(Buffer.from(text))]))).toContain(message);
  });

  it("a pax header without end", () => {
    expect(refusal(header("x", "p", 2 ** 30))).toContain("a pax header of 1073741824 bytes");
  });
});

type Slot = readonly [offset: number, size: number];

const octal = (value: number): string => value.toString(8).padStart(11, "0");

function changed(archive: Buffer, at: number, text: string): Buffer {
  const copy = Buffer.from(archive);
  copy.write(text, at);
  return copy;
}

function header(type: string, name: string, size: number, more: (block: Buffer) => void = () => undefined): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(octal(size), 124);
  block.write("        ", 148);
  block.write(type, 156);
  block.write("ustar  ", 257);
  more(block);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return block;
}

const sparseHeader = (slots: readonly Slot[], stored: number): Buffer =>
  header("S", "disk.raw", stored, (block) => {
    slots.forEach(([offset, size], index) => block.write(`${octal(offset)}\0${octal(size)}\0`, 386 + 24 * index));
    block.write(octal(16_384), 483);
  });

function paxRecords(records: Readonly<Record<string, string>>): Buffer {
  const lines = Object.entries(records).map(([keyword, value]) => {
    const rest = ` ${keyword}=${value}\n`;
    const length = rest.length + String(rest.length + 2).length;
    return `${length}${rest}`;
  });
  return Buffer.from(lines.join(""));
}

const padded = (body: Buffer): Buffer => Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
