import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repeatedKey } from "./unique-keys.ts";

describe("a key that stands twice in one object", () => {
  it.each<[string, string]>([
    ['{"a": 1, "a": 1}', "a"],
    ['{"b": {"c": [{"a": 1, "d": {}, "a": 2}]}}', "a"],
    ['{"a": 1, "\\u0061": 2}', "a"],
    ['{"a": {"a": 1}, "b": [], "a"\n:2}', "a"],
    ['{"": 1, "": 2}', ""],
    ['{"x\\"": 1, "x\\"": 2}', 'x"'],
  ])("is found in %s", (text, key) => {
    JSON.parse(text);
    expect(repeatedKey(text)).toBe(key);
  });

  it.each([
    '{"a": {"a": 1}, "b": {"a": 1}}',
    '[{"a": 1}, {"a": 1}]',
    '{"a": "a\\": {", "b": "\\"a\\": 1"}',
    '"a"',
    "{}",
  ])("is not in %s", (text) => {
    JSON.parse(text);
    expect(repeatedKey(text)).toBeUndefined();
  });

  it("is in nothing that JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(repeatedKey(JSON.stringify(JSON.parse(text), null, 2))).toBeUndefined();
      }),
    );
  });
});
