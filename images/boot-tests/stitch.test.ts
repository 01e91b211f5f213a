import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unheard } from "./stitch.ts";

const line = (number: number): string => `[${number}] something is said, and then again\n`;
const log = (lines: number): string => Array.from({ length: lines }, (_, number) => line(number)).join("");

/** What a listener has who looks at a log at these lengths, and is shown so many characters of its end each time. */
function heardAt(text: string, lengths: readonly number[], shown: number): string {
  let heard = "";
  for (const length of lengths) heard += unheard(heard, text.slice(0, length).slice(-shown));
  return heard;
}

describe("a log of which only the end is shown", () => {
  it("is heard whole by one who looks before anything has passed by", () => {
    const shown = 500;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: shown - 200 }), { minLength: 1, maxLength: 30 }), (steps) => {
        let length = 0;
        const lengths = steps.map((step) => (length += step));
        const text = log(300);
        expect(heardAt(text, lengths, shown)).toBe(text.slice(0, length));
      }),
    );
  });

  it("goes on where the first character that is shown was cut in two", () => {
    const heard = log(10);
    const shown = `\uFFFD${log(12).slice(200)}`;
    expect(unheard(heard, shown)).toBe(line(10) + line(11));
  });

  it("goes on after a gap on a line of its own", () => {
    expect(unheard(log(1), line(90))).toBe(`\n${line(90)}`);
  });

  it("says nothing twice", () => {
    expect(unheard(log(5), log(5))).toBe("");
  });
});
