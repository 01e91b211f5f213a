import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clipped, printable } from "./printable.ts";

const anyText = fc.array(fc.integer({ min: 0, max: 0x10ffff })).map((codes) => String.fromCodePoint(...codes));

describe("a printable text", () => {
  test.each([
    ["what is written stays", "linux 6.1.0-31: größer, “so” → 東京", "linux 6.1.0-31: größer, “so” → 東京"],
    ["lines become one", "a\r\nb\n\n\tc\u2028d", "a b c d"],
    ["escapes lose their power", "\u001b[31mred\u009b0m", "\ufffd[31mred\ufffd0m"],
    ["direction is not turned", "abc\u202egpj.exe", "abc\ufffdgpj.exe"],
    ["nothing is hidden", "pay\u200bload\u00ad", "pay\ufffdload\ufffd"],
    ["halves of characters are marked", "a\ud800b", "a\ufffdb"],
  ])("%s", (_, text, expected) => expect(printable(text)).toBe(expected));

  test("is itself printable", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(printable(text))).toBe(printable(text));
        expect(printable(text)).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
      }),
    );
  });
});

test.each([
  ["short", 5, "short"],
  ["a long one", 4, "a lo… (6 characters more)"],
  ["ab😀cd", 3, "ab… (3 characters more)"],
])("%j is clipped to %d characters", (text, most, expected) => expect(clipped(text, most)).toBe(expected));
