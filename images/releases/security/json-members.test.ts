import { describe, expect, it } from "vitest";
import { MemberSplitter } from "./json-members.ts";

const refuse = (offset: number, expected: string): never => {
  throw new RangeError(`byte ${offset}: expected ${expected}`);
};

function split(text: string, isWanted: (key: string, index: number) => boolean, longest = 100) {
  const splitter = new MemberSplitter({ isWanted, longest, refuse });
  const members = [...splitter.read(Buffer.from(text))];
  return { members, count: splitter.end() };
}

describe("the members of an object", () => {
  it("are those that are wanted, as they were written", () => {
    const text = ' {"a": {"x": 1}, "b" :{"y": [{"z": "}"}]} ,"c": {}} \n';
    expect(split(text, (key) => key !== "a")).toEqual({
      count: 3,
      members: [
        { key: "b", text: '{"y": [{"z": "}"}]}', keys: 2 },
        { key: "c", text: "{}", keys: 0 },
      ],
    });
  });

  it("can be wanted by their place", () => {
    expect(split('{"a": {}, "b": {}}', (_, index) => index === 1).members).toMatchObject([{ key: "b" }]);
  });

  it.each([
    ["a wanted value", '{"a": {"x": 1}}', "a value of at most 7 bytes"],
    ["a key", '{"aaaaaaaa": {}}', "a key of at most 7 bytes"],
    ["an unwanted value", '{"b": {"x": 1}}', null],
    ["a value just as long", '{"a": {"x":1}}', null],
  ])("may not be too long: %s", (_, text, expected) => {
    const read = () => split(text, (key) => key === "a", 7);
    if (expected === null) expect(read).not.toThrow();
    else expect(read).toThrow(expected);
  });

  it.each([
    ['{"a": {"x": ', "byte 12: expected the end of a value"],
    ['{"a', "byte 3: expected the end of a key"],
    ['{"a"', "byte 4: expected a colon"],
  ])("do not end with %s", (text, expected) => {
    expect(() => split(text, () => true)).toThrow(expected);
  });
});
