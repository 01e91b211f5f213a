import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readXzSizes, type XzSizes } from "./xz-index.ts";

const xz = (input: Uint8Array, ...options: string[]): Buffer =>
  execFileSync("xz", ["-c", ...options], { input, maxBuffer: 2 ** 26 });
const read = (file: Buffer): Promise<XzSizes> =>
  readXzSizes(async (position, length) => file.subarray(position, position + length), file.length);

const text = Buffer.alloc(300_000, "Debian ");
const manyBlocks = xz(text, "-T1", "--block-size=1000");
const xz0 = xz(Buffer.alloc(0));
const zeros = (count: number): Buffer => Buffer.alloc(count);
const join = (...parts: Buffer[]): Buffer => Buffer.concat(parts);

/** xz's own answer for the file. */
const isWhole = (file: Buffer): boolean => {
  try {
    execFileSync("xz", ["--decompress", "--stdout"], {
      input: file,
      stdio: ["pipe", "pipe", "ignore"],
      maxBuffer: 2 ** 26,
    });
    return true;
  } catch {
    return false;
  }
};

describe("the sizes of an .xz file", () => {
  it("are told whatever the blocks and the integrity check", async () => {
    const options = fc.constantFrom(
      ["-T1"],
      ["-T0"],
      ["--block-size=100"],
      ["--check=none"],
      ["--check=crc32"],
      ["--check=sha256"],
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), options, async (bytes, chosen) => {
        expect(await read(xz(bytes, ...chosen))).toEqual({ uncompressed: bytes.length });
      }),
      { numRuns: 40 },
    );
    expect(await read(manyBlocks)).toEqual({ uncompressed: text.length });
  });

  it.each<[string, Buffer, number]>([
    ["two streams", join(manyBlocks, xz(text)), 2],
    ["a stream of nothing among others", join(manyBlocks, xz(zeros(0)), manyBlocks), 2],
    ["padding", join(manyBlocks, zeros(512)), 1],
    ["much padding", join(manyBlocks, zeros(100_000)), 1],
    [
      "padding between streams and after them",
      join(manyBlocks, zeros(4), manyBlocks, zeros(8), manyBlocks, zeros(12)),
      3,
    ],
    ["an index of many blocks", join(xz(Buffer.alloc(2 ** 21), "-0", "--block-size=64")), 2 ** 21 / text.length],
  ])("are those of the whole file with %s", async (_, file, times) => {
    expect(isWhole(file)).toBe(true);
    expect(await read(file)).toEqual({ uncompressed: times * text.length });
  });

  it("tell a file that is cut off, wherever", async () => {
    for (const file of [manyBlocks, join(manyBlocks, xz(text))])
      for (let cut = 1; cut < xz(text).length; cut += 97)
        expect(await read(file.subarray(0, -cut))).toHaveProperty("wrong");
  });

  it.each<[string, Buffer]>([
    ["nothing", zeros(0)],
    ["zeros alone", zeros(8192)],
    ["another format", Buffer.alloc(100_000, "x")],
    ["bytes before the stream", join(zeros(4), manyBlocks)],
    ["text between streams", join(manyBlocks, Buffer.from("text"), manyBlocks)],
    ["text after the end", join(manyBlocks, Buffer.from("text"))],
    ["padding that is no multiple of four", join(manyBlocks, zeros(6))],
    ["a stream without its beginning", join(manyBlocks, manyBlocks.subarray(1))],
    ["a changed index", changed(manyBlocks, manyBlocks.length - 100)],
    ["a changed footer", changed(manyBlocks, manyBlocks.length - 6)],
    ["a changed header", changed(manyBlocks, 7)],
  ])("are not told of %s", async (_, file) => {
    expect(isWhole(file)).toBe(false);
    expect(await read(file)).toHaveProperty("wrong");
  });

  it.each<[string, Buffer, string]>([
    ["a file that is cut off after a zero", join(manyBlocks.subarray(0, -200), zeros(1)), "cut off"],
    ["a file that is cut off among zeros", join(manyBlocks.subarray(0, -200), zeros(4096)), "cut off"],
    ["padding that is no multiple of four", join(manyBlocks, zeros(6)), "6 zeros after an xz stream"],
    ["padding without measure", join(manyBlocks, zeros(2 ** 20 + 4)), "more than 1048576 zeros"],
    ["streams without number", join(...Array.from({ length: 10_001 }, () => xz0)), "more than 10000 xz streams"],
  ])("are not worked out of %s", async (_, file, wrong) => {
    expect(await read(file)).toMatchObject({ wrong: expect.stringContaining(wrong) as unknown });
  });
});

function changed(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy.writeUInt8((copy.readUInt8(at) + 1) & 0xff, at);
  return copy;
}
