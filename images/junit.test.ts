import { describe, expect, it } from "vitest";
import { UserError } from "./errors.ts";
import { hasPassed, readTestReport } from "./junit.ts";

const suite = (cases: string, counts = ""): string =>
  `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" ${counts}>${cases}</testsuite></testsuites>`;
const passing = '<testcase classname="test_offline.TestFiles" name="test_machine_id" time="0.001" />';
const skipped =
  '<testcase classname="t" name="s"><skipped type="pytest.skip" message="not here">x</skipped></testcase>';
const read = (text: string) => readTestReport(text, "x.build.junit.xml");

describe("a test report", () => {
  it("passes when tests ran and none failed", () => {
    const report = read(suite(passing + skipped, 'errors="0" failures="0" skipped="1" tests="2"'));
    expect(report).toEqual({ tests: 2, skipped: 1, failures: [] });
    expect(hasPassed(report)).toBe(true);
  });

  it("may be a single suite", () => {
    expect(hasPassed(read(`<testsuite name="pytest" tests="1">${passing}</testsuite>`))).toBe(true);
  });

  it.each<[string, string, { name: string; message: string }]>([
    [
      "a failure",
      `${passing}<testcase classname="a.B" name="c"><failure message="assert 1 == 2 &amp; &#10;more">trace</failure></testcase>`,
      { name: "a.B.c", message: "assert 1 == 2 & \nmore" },
    ],
    [
      "an error",
      '<testcase classname="a.B" name="c"><error message="failed on setup">trace</error></testcase>',
      { name: "a.B.c", message: "failed on setup" },
    ],
    ["a failure without a word", '<testcase name="c"><failure /></testcase>', { name: "c", message: "" }],
    ["a failure in text", '<testcase name="c"><failure>why</failure></testcase>', { name: "c", message: "why" }],
    [
      "a failure and an error of one test",
      '<testcase name="c"><failure message="first" /><error message="second" /></testcase>',
      { name: "c", message: "first" },
    ],
  ])("tells %s", (_, cases, failure) => {
    const report = read(suite(cases));
    expect(report.failures).toEqual([failure]);
    expect(hasPassed(report)).toBe(false);
  });

  it.each([
    ["no test", suite("")],
    ["only skipped tests", suite(skipped)],
    ["failures that are counted and not listed", suite(passing, 'errors="1" failures="0" tests="2"')],
  ])("does not pass with %s", (_, text) => {
    expect(hasPassed(read(text))).toBe(false);
  });

  it.each([
    ["an entity of its own", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${suite(passing)}`],
    ["a document type in small letters", `<!doctype x>${suite(passing)}`],
    ["an end that is missing", suite(passing).slice(0, -20)],
    ["text that is no XML", "all is well"],
    ["nothing", ""],
    ["another document", "<html><body>1 passed</body></html>"],
    ["a count that is none", suite(passing, 'failures="many"')],
    ["too much of it", suite(passing.repeat(120_000))],
    ["elements without end", suite("<a>".repeat(5000) + "</a>".repeat(5000))],
  ])("is refused with %s", (_, text) => {
    expect(() => read(text)).toThrow(UserError);
  });

  it("shortens long messages", () => {
    const report = read(suite(`<testcase name="c"><failure message="${"x".repeat(5000)}" /></testcase>`));
    expect(report.failures[0]?.message).toHaveLength(500);
  });
});
