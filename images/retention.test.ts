import { expect, test } from "vitest";
import { parseAge, parseImageCount } from "./retention.ts";

test.each([
  ["14 days", 14],
  ["1 day", 1],
  ["0 days", 0],
  ["14", undefined],
  ["14 weeks", undefined],
  ["-1 days", undefined],
  ["014 days", undefined],
  ["1.5 days", undefined],
])("%j is %s days", (text, days) => {
  expect(parseAge(text)).toBe(days);
});

test.each([
  ["2 sets", 52],
  ["1 set", 26],
  ["37 images", 37],
  ["1 image", 1],
  ["2", undefined],
  ["2 days", undefined],
])("%j of sets of 26 images is %s images", (text, images) => {
  expect(parseImageCount(text, 26)).toBe(images);
});
