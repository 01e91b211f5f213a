import { expect, test } from "vitest";
import { blockBytes, usedBlocks, volumeGigabytes } from "./blocks.ts";

const half = blockBytes / 2;

test.each<[string, { offset: number; length: number }[], number[]]>([
  ["an empty disk has none", [], []],
  ["a block that is used in part is one", [{ offset: 10, length: 1 }], [0]],
  [
    "two runs in one block are one",
    [
      { offset: 0, length: 10 },
      { offset: half, length: 10 },
    ],
    [0],
  ],
  ["a run over the end of a block is two", [{ offset: half, length: blockBytes }], [0, 1]],
  ["a run up to the end of a block is one", [{ offset: half, length: half }], [0]],
  [
    "runs that touch one block count it once",
    [
      { offset: 0, length: blockBytes + 1 },
      { offset: blockBytes + half, length: half },
      { offset: 5 * blockBytes, length: 1 },
    ],
    [0, 1, 5],
  ],
])("used blocks: %s", (_, extents, blocks) => {
  expect(usedBlocks(extents)).toEqual(blocks);
});

test.each([
  [1, 1],
  [2 ** 30, 1],
  [2 ** 30 + 1, 2],
  [3 * 2 ** 30, 3],
])("a disk of %i bytes needs %i GiB", (bytes, gigabytes) => {
  expect(volumeGigabytes(bytes)).toBe(gigabytes);
});
