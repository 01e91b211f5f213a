import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withArtifactFile } from "../artifacts/artifact-file.ts";
import { decompressUntil, readXzSizes } from "./xz.ts";

const content = Buffer.alloc(8 * 2 ** 20, "Debian ");
let folder = "";
let path = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "xz-"));
  path = join(folder, "x.xz");
  writeFileSync(path, execFileSync("xz", ["-0", "-c"], { input: content }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What was handed over until so many bytes were enough. */
const first = (enough: number): Promise<Buffer> =>
  withArtifactFile(path, async (file) => {
    const chunks: Buffer[] = [];
    await decompressUntil(file, (chunk) => {
      chunks.push(chunk);
      return Buffer.concat(chunks).length >= enough;
    });
    return Buffer.concat(chunks);
  });

describe("decompressing", () => {
  it("stops once it is enough", async () => {
    const read = await first(1000);
    expect(read.length).toBeLessThan(2 ** 20);
    expect(read.equals(content.subarray(0, read.length))).toBe(true);
  });

  it("ends with the data", async () => {
    expect((await first(Infinity)).equals(content)).toBe(true);
  });

  it("passes on what its reader throws", async () => {
    const reading = withArtifactFile(path, (file) =>
      decompressUntil(file, () => {
        throw new Error("no disk");
      }),
    );
    await expect(reading).rejects.toThrow("no disk");
  });

  it("knows the sizes beforehand", async () => {
    const sizes = await withArtifactFile(path, readXzSizes);
    expect(sizes).toMatchObject({ uncompressed: content.length });
  });
});
