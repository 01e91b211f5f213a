import { expect, test } from "vitest";
import { slowestLines } from "./slowest-files.ts";

const files = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ file: `${index}.test.ts`, seconds: index }));

test("a run of many files ends with the ten slowest, the slowest first", () => {
  const lines = slowestLines(files(12));
  expect(lines).toHaveLength(11);
  expect(lines.slice(0, 2)).toEqual(["the 10 slowest of 12 files, in seconds:", "    11.0  11.test.ts"]);
  expect(lines.at(-1)).toBe("     2.0  2.test.ts");
});

test("a run of few files has said each time already", () => {
  expect(slowestLines(files(10))).toEqual([]);
});
