import { beforeEach, expect, test } from "vitest";
import { transferProgress, type Progress } from "./progress.ts";

const MiB = 2 ** 20;

let said: string[];
let clock: number;
let progress: Progress;
beforeEach(() => {
  said = [];
  clock = 0;
  progress = transferProgress({ report: (text) => said.push(text) }, "sending to eu-west-1", () => clock);
});

/** After so many seconds, so many MiB of all are done. */
function at(seconds: number, done: number, all = 600): void {
  clock = seconds * 1000;
  progress(done * MiB, all * MiB);
}

test("it says what is done, the rate, and how long the rest takes", () => {
  at(0, 0);
  at(5, 100);
  expect(said).toEqual([
    "sending to eu-west-1: 0.0 MiB of 600 MiB",
    "sending to eu-west-1: 100 MiB of 600 MiB, 20 MiB/s, 25 s left",
  ]);
});

test("what an earlier run sent is done, and does not count for the rate", () => {
  at(0, 500);
  at(10, 550);
  expect(said.at(-1)).toBe("sending to eu-west-1: 550 MiB of 600 MiB, 5.0 MiB/s, 10 s left");
});

test("the rate is that of the last seconds", () => {
  at(0, 0);
  for (let second = 1; second <= 60; second += 1) at(second, second);
  at(61, 160);
  at(75, 300);
  expect(said.at(-1)).toBe("sending to eu-west-1: 300 MiB of 600 MiB, 16 MiB/s, 19 s left");
});

test("it speaks once a second at most, however many blocks there are, and at the end", () => {
  for (let block = 0; block <= 600; block += 1) at(block / 200, block);
  expect(said).toHaveLength(4);
  expect(said.at(-1)).toBe("sending to eu-west-1: 600 MiB of 600 MiB");
});

test("nothing new is not said again", () => {
  at(0, 600);
  at(10, 600);
  expect(said).toHaveLength(1);
});

test.each([
  [50, "50 s"],
  [600, "10 min"],
  [9_000, "2 h 30 min"],
])("a rest of %i seconds is %s", (seconds, text) => {
  at(0, 0, seconds + 1);
  at(1, 1, seconds + 1);
  expect(said.at(-1)).toContain(`, ${text} left`);
});
