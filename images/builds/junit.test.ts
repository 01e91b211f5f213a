import { describe, expect, it } from "vitest";
import { UserError } from "../model/errors.ts";
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

  const failed = '<testcase classname="a.B" name="c"><failure message="why" /></testcase>';
  const inSuite = (content: string, attributes = ""): string =>
    `<testsuite name="inner" ${attributes}>${content}</testsuite>`;

  it.each<[string, string, string]>([
    ["a suite in a suite", suite(passing + inSuite(failed)), "a.B.c: why"],
    ["a suite in a suite in a suite", suite(passing + inSuite(inSuite(failed))), "a.B.c: why"],
    ["a suite that is the root", `<testsuite>${inSuite(failed)}${passing}</testsuite>`, "a.B.c: why"],
    ["a case without a suite", `<testsuites>${passing}${failed}</testsuites>`, "a.B.c: why"],
    ["a suite itself", suite(passing + inSuite('<error message="no module" />')), "inner: no module"],
    ["the root itself", suite(passing).replace("<testsuites>", "<testsuites><error>x</error>"), "the whole suite: x"],
    [
      "a rerun that failed too (Surefire)",
      suite('<testcase name="c"><rerunFailure message="again" /></testcase>'),
      "c: again",
    ],
    [
      "a rerun that broke (Surefire)",
      suite('<testcase name="c"><rerunError>again</rerunError></testcase>'),
      "c: again",
    ],
    ["a status alone", suite(`${passing}<testcase name="c" status="failed" />`), "c: its status is failed"],
    ["a result alone", suite(`${passing}<testcase name="c" result="ERROR" />`), "c: its status is ERROR"],
    ["a namespace", suite('<j:testcase xmlns:j="x" name="c"><j:failure>why</j:failure></j:testcase>'), "c: why"],
    ["a literal text", suite('<testcase name="c"><failure><![CDATA[a < b]]></failure></testcase>'), "c: a < b"],
    ["capitals", suite('<testcase name="c"><Failure>why</Failure></testcase>'), "c: why"],
    ["a case without a name", suite("<testcase><failure>why</failure></testcase>"), "a test without a name: why"],
    [
      "more failures counted than listed",
      suite(passing + failed, 'failures="2" errors="1"'),
      "pytest: counts 3 failures, and lists 1",
    ],
    [
      "errors counted in a suite of a suite",
      suite(inSuite(passing, 'errors="1"')),
      "inner: counts 1 failures, and lists none",
    ],
    [
      "failures counted by the root",
      suite(passing).replace("<testsuites", '<testsuites failures="1"'),
      "the whole suite: counts 1 failures, and lists none",
    ],
  ])("does not pass with a failure in %s", (_, text, told) => {
    const report = read(text);
    expect(hasPassed(report)).toBe(false);
    expect(report.failures.map(({ name, message }) => `${name}: ${message}`).join("\n")).toContain(told);
  });

  it("has each failure once, where a suite counts what it lists", () => {
    expect(read(suite(passing + failed, 'failures="1"')).failures).toHaveLength(1);
  });

  it.each<[string, string]>([
    ["passing suites in suites", suite(inSuite(passing, 'failures="0"') + inSuite(passing))],
    [
      "what tests print",
      suite(`${passing}<system-err>ERROR: failure</system-err><system-out><![CDATA[<!DOCTYPE html>]]></system-out>`),
    ],
    [
      "a test that passed in the end (Surefire)",
      suite('<testcase name="c"><flakyFailure message="once" /></testcase>'),
    ],
    ["GoogleTest's status of a test that ran", suite('<testcase name="c" status="run" result="completed" />')],
    ["a comment that names a document type", suite(`<!-- <!DOCTYPE x> -->${passing}`)],
    ["empty properties", suite(`<properties />${passing}<system-out />`)],
  ])("passes with %s", (_, text) => {
    expect(read(text).failures).toEqual([]);
    expect(hasPassed(read(text))).toBe(true);
  });

  it("counts what its status calls skipped as skipped", () => {
    const text = suite('<testcase name="a" status="notrun" /><testcase name="b" status="disabled" />');
    expect(read(text)).toEqual({ tests: 2, skipped: 2, failures: [] });
  });

  it.each([
    ["no test", suite("")],
    ["nothing but the root", "<testsuites />"],
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
    ["a count below zero", suite(passing, 'errors="-1"')],
    ["a type that a comment seems to hide", `<?x <!-- ?><!DOCTYPE x><?y --> ?>${suite(passing)}`],
    ["two documents", suite(passing) + suite(passing)],
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
