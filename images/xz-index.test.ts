import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readXzIndex, xzTail } from "./xz-index.ts";

const xz = (input: Uint8Array, ...options: string[]): Buffer =>
  execFileSync("xz", ["-c", ...options], { input, maxBuffer: 2 ** 26 });
const read = (file: Buffer): ReturnType<typeof readXzIndex> => readXzIndex(file.subarray(-xzTail), file.length);

const text = Buffer.alloc(300_000, "Debian ");
const manyBlocks = xz(text, "-T1", "--block-size=1000");

describe("the index of an .xz file", () => {
  it("tells the uncompressed size, whatever the blocks and the integrity check", () => {
    const options = fc.constantFrom(
      ["-T1"],
      ["-T0"],
      ["--block-size=100"],
      ["--check=none"],
      ["--check=crc32"],
      ["--check=sha256"],
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), options, (bytes, chosen) => {
        expect(read(xz(bytes, ...chosen))).toEqual({ uncompressed: bytes.length });
      }),
      { numRuns: 40 },
    );
    expect(read(manyBlocks)).toEqual({ uncompressed: text.length });
  });

  it("tells a file that is cut off, wherever", () => {
    for (let cut = 1; cut < manyBlocks.length; cut += 97)
      expect(read(manyBlocks.subarray(0, -cut))).toHaveProperty("wrong");
  });

  it.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["another format", Buffer.alloc(100_000, "x")],
    ["bytes before the stream", Buffer.concat([Buffer.alloc(4), manyBlocks])],
    ["a second stream", Buffer.concat([manyBlocks, manyBlocks])],
    ["zeros after the end", Buffer.concat([manyBlocks, Buffer.alloc(4)])],
    ["a changed index", changed(manyBlocks, manyBlocks.length - 100)],
    ["a changed footer", changed(manyBlocks, manyBlocks.length - 6)],
    ["an index beyond all measure", xz(Buffer.alloc(2 ** 21), "-0", "--block-size=64")],
  ])("refuses %s", (_, file) => {
    expect(read(file)).toHaveProperty("wrong");
  });
});

function changed(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy.writeUInt8((copy.readUInt8(at) + 1) & 0xff, at);
  return copy;
}
