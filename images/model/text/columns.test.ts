import { expect, test } from "vitest";
import { columns, count } from "./columns.ts";

test("cells of a column begin below each other, and no line ends in spaces", () => {
  expect(
    columns([
      ["a", "b", "c"],
      ["long", "", "d"],
      ["x", "y", ""],
    ]),
  ).toEqual(["a     b  c", "long     d", "x     y"]);
});

test.each([
  [0, "0 images"],
  [1, "1 image"],
  [2, "2 images"],
])("%d is counted as %j", (number, text) => expect(count(number, "image")).toBe(text));
