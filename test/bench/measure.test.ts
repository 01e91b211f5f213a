import { describe, expect, test } from "vitest";
import { compare, median } from "./measure.ts";

describe("median", () => {
  test.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[1, 1, 100], 1],
  ])("of %j is %d", (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  test("of nothing is a mistake", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

test("what prepares a round comes before both sides", async () => {
  const ran: string[] = [];
  const work = (name: string) => async () => ran.push(name);
  await compare({ name: "pair", rounds: 2, ours: work("ours"), bare: work("bare"), prepare: work("prepare") });
  expect(ran).toEqual(["prepare", "ours", "bare", "prepare", "bare", "ours"]);
});

test("a comparison runs both sides once a round, and each begins in turn", async () => {
  const ran: string[] = [];
  const side = (name: string) => async () => ran.push(name);
  await compare({ name: "pair", rounds: 3, ours: side("ours"), bare: side("bare") });
  expect(ran).toEqual(["ours", "bare", "bare", "ours", "ours", "bare"]);
});
