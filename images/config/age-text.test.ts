import { expect, test } from "vitest";
import { parseAge, parseDeletionLimit } from "./age-text.ts";
import { numberOfSets } from "./ages.ts";

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
  ["2 sets", { amount: 2, of: "sets" }],
  ["1 set", { amount: 1, of: "sets" }],
  ["0 sets", { amount: 0, of: "sets" }],
  ["37 images", { amount: 37, of: "images" }],
  ["1 image", { amount: 1, of: "images" }],
  ["2", undefined],
  ["2 days", undefined],
  ["-2 sets", undefined],
])("%j is the limit %j", (text, limit) => {
  expect(parseDeletionLimit(text)).toEqual(limit);
});

test.each([
  ["3 sets", true],
  ["1 set", true],
  ["3 images", false],
  ["3", false],
])("%j is a number of sets: %s, for the program and for the JSON Schema that editors use", (text, is) => {
  const { pattern = "" } = numberOfSets.toJSONSchema({ io: "input", unrepresentable: "any" });
  expect([numberOfSets.safeParse(text).success, new RegExp(pattern).test(text)]).toEqual([is, is]);
});
