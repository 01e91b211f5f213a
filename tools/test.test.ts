import { expect, test } from "vitest";
import { countResults, summary } from "./test.ts";

function report(...files: [status: string, ...tests: string[]][]): string {
  const testResults = files.map(([status, ...tests]) => ({
    status,
    assertionResults: tests.map((test) => ({ status: test })),
  }));
  return JSON.stringify({ testResults });
}

test("the tests of all files are counted", () => {
  const json = report(["passed", "passed", "passed", "skipped"], ["failed", "failed", "passed", "todo"]);
  expect(countResults(json)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that cannot be loaded counts as a failure", () => {
  expect(countResults(report(["failed"], ["passed", "passed"]))).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("a missing report counts as a failure", () => {
  expect(countResults("")).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test.each([
  [{ passed: 12, failed: 0, skipped: 0 }, "12 passed, 0 failed"],
  [{ passed: 12, failed: 1, skipped: 2 }, "12 passed, 1 failed, 2 skipped"],
])("the last line of %j is %j", (counts, line) => {
  expect(summary(counts)).toBe(line);
});
