import { expect, test } from "vitest";
import { WrongUse } from "../setup/errors.ts";
import { parseBudget } from "./budget.ts";

test.each([
  [undefined, Infinity],
  ["50GiB", 50 * 2 ** 30],
  ["1.5 GB", 1.5e9],
  ["200B", 200],
])("a budget of %s is %d bytes", (text, bytes) => {
  expect(parseBudget(text)).toBe(bytes);
});

test.each(["", "50", "0GiB", "-1GiB", "many", "5 constructor", "0.1B"])("%j is refused, with the units", (text) => {
  expect(() => parseBudget(text)).toThrow(WrongUse);
  expect(() => parseBudget(text)).toThrow(/GiB/);
});
