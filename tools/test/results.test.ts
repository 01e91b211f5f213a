import path from "node:path";
import { expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { failureLines, readResults, summary } from "./results.ts";

function report(...files: [file: string, status: string, ...tests: string[]][]): string {
  const testResults = files.map(([file, status, ...tests]) => ({
    name: path.join(project, file),
    status,
    message: status === "failed" && !tests.includes("failed") ? "SyntaxError: no such import" : "",
    assertionResults: tests.map((test, index) => ({
      fullName: `law ${index + 1}`,
      status: test,
      failureMessages: test === "failed" ? ["Error: \u001B[31mexpected 1\u001B[39m, got 2"] : [],
    })),
  }));
  return JSON.stringify({ testResults });
}

test("the tests of all files are counted, and what failed is named with its reason", () => {
  const json = report(
    ["images/a.test.ts", "passed", "passed", "passed", "skipped"],
    ["images/b.test.ts", "failed", "failed", "passed", "todo"],
  );
  const { counts, failures } = readResults(json);
  expect(counts).toEqual({ passed: 3, failed: 1, skipped: 2 });
  expect(failures.flatMap(failureLines)).toEqual(["FAILED  images/b.test.ts: law 1", "  Error: expected 1, got 2"]);
});

test("a file that cannot be loaded counts as a failure", () => {
  const { counts, failures } = readResults(
    report(["a.test.ts", "failed"], ["b.test.ts", "passed", "passed", "passed"]),
  );
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 0 });
  expect(failures).toEqual([{ name: "a.test.ts", reason: "SyntaxError: no such import" }]);
});

test("a missing report counts as a failure", () => {
  const { counts, failures } = readResults("");
  expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(failures).toHaveLength(1);
});

test("a long reason is cut, and says so", () => {
  const reason = Array.from({ length: 25 }, (_, index) => `line ${index + 1}`).join("\n\n");
  const lines = failureLines({ name: "a.test.ts: law 1", reason });
  expect(lines.slice(-2)).toEqual(["  line 20", "  … and 5 lines more, see above"]);
});

test.each([
  [{ passed: 12, failed: 0, skipped: 0 }, "12 passed, 0 failed"],
  [{ passed: 12, failed: 1, skipped: 2 }, "12 passed, 1 failed, 2 skipped"],
])("the last line of %j is %j", (counts, line) => {
  expect(summary(counts)).toBe(line);
});
