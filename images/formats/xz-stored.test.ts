import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readXzSizes } from "./xz-index.ts";
import { storedXz } from "./xz-stored.ts";

test.each([0, 1, 2, 3, 4, 65_535, 65_536, 65_537, 300_000])("xz reads back %i bytes", (length) => {
  const content = Buffer.alloc(length, "content ");
  expect(execFileSync("xz", ["--decompress", "--stdout"], { input: storedXz(content) }).equals(content)).toBe(true);
});

test("its index tells the content's size", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200_000 }), async (content) => {
      const file = storedXz(content);
      const read = async (at: number, length: number) => file.subarray(at, at + length);
      expect(await readXzSizes(read, file.length)).toEqual({ uncompressed: content.length });
    }),
    { numRuns: 30 },
  );
});
