import { describe, expect, test } from "vitest";
import { approvalText, parseApproval, sealed } from "./approval.ts";
import { approval, contents } from "../../test/samples/approval-samples.ts";
import { day } from "../../test/samples/samples.ts";

const text = approvalText(approval);

test("an approval is read as it was written", () => {
  expect(parseApproval(text, "plan.json")).toEqual(approval);
});

describe("an approval file is refused", () => {
  test.each([
    ["that is empty", ""],
    ["that was cut off", text.slice(0, -100)],
    ["that is something else", JSON.stringify({ kind: "Index" })],
    ["of another kind of JSON", "[]"],
    ["with a key that nobody knows", text.replace('"kind"', '"sort": 1,\n  "kind"')],
    ["whose day somebody changed", text.replace("2026-07-06", "2026-07-07")],
    ["whose plan for the engine somebody changed", text.replace('"engine": "{}"', '"engine": "{ }"')],
    ["whose digest of a build somebody changed", text.replace("dddd", "ddde")],
  ])("%s", (_what, changed) => {
    expect(changed).not.toBe(text);
    expect(() => parseApproval(changed, "plan.json")).toThrow(/^plan\.json.*preview again/);
  });
});

test("approvals have the same seal only when all of them is the same", () => {
  expect(sealed(contents).seal).toBe(approval.seal);
  expect(sealed({ ...contents, day: day("2026-07-07") }).seal).not.toBe(approval.seal);
  expect(sealed({ ...contents, steps: {} }).seal).not.toBe(approval.seal);
});
