import { UserError } from "../model/errors.ts";
import { mostBytes } from "../tree/files.ts";
import { readXml, type XmlElement } from "../formats/xml.ts";

/** Reads a JUnit report, as pytest writes it (family xunit2) and in other writers' spellings. */
export interface TestReport {
  /** Test cases in the report, skipped ones too. */
  tests: number;
  skipped: number;
  failures: TestFailure[];
}

interface TestFailure {
  /** `module.class.test` */
  name: string;
  /** The assertion, shortened; empty when the report gives none. */
  message: string;
}

/** Without a failure, and with at least one test that ran. */
export const hasPassed = ({ tests, skipped, failures }: TestReport): boolean =>
  failures.length === 0 && tests > skipped;

const longestMessage = 500;

const suiteNames: readonly string[] = ["testsuites", "testsuite"];
/**
 * Elements that report a failed test, inside or outside of a case. Surefire adds rerunFailure and rerunError to a test that
 * failed in each attempt; its flakyFailure and flakyError mark a test that passed in the end, which is no failure.
 */
const failingNames: readonly string[] = ["failure", "error", "rerunfailure", "rerunerror"];
/** Attributes `status` and `result` of a case: GoogleTest, Bazel, CTest, Playwright and others write them. */
const failingStatus = /^(?:fail(?:ed|ure|ing)?|err(?:or|ored)?|broken|crash(?:ed)?|time[d_-]?out|abort(?:ed)?)$/i;
const skippedStatus = /^(?:skip(?:ped)?|not-?run|disabled|suppressed|ignored|pending)$/i;

/** Reads a report; `where` is its name for people. Throws a UserError when it is no JUnit report, or declares entities. */
export function readTestReport(text: string, where: string): TestReport {
  const refuse = (value: string, expected: string): UserError =>
    new UserError({
      where,
      value,
      expected,
      remedy: "run the image's tests again, and keep their report as pytest writes it",
    });
  if (text.length > mostBytes["junit.xml"])
    throw refuse(`${text.length} characters`, `at most ${mostBytes["junit.xml"]}`);
  const root = readXml(text);
  if ("wrong" in root) throw refuse(root.wrong, root.expected);
  if (!suiteNames.includes(root.name)) throw refuse(`<${root.name}>`, "a JUnit report: <testsuites> or <testsuite>");
  const suites = [root, ...descendants(root)].filter(({ name }) => suiteNames.includes(name));
  for (const suite of suites) checkCounts(suite, refuse);
  const cases = descendants(root).filter(({ name }) => name === "testcase");
  return {
    tests: cases.length,
    skipped: cases.filter(isSkipped).length,
    failures: [...cases.flatMap(failureOf), ...suites.flatMap(outsideOfTests), ...suites.flatMap(unlisted)],
  };
}

const descendants = (element: XmlElement): XmlElement[] =>
  element.children.flatMap((child) => [child, ...descendants(child)]);

const failingIn = (element: XmlElement): XmlElement[] =>
  descendants(element).filter(({ name }) => failingNames.includes(name));

const statesOf = ({ attributes }: XmlElement): string[] =>
  [attributes.get("status"), attributes.get("result")].filter((state) => state !== undefined);

const isSkipped = (test: XmlElement): boolean =>
  test.children.some(({ name }) => name === "skipped") || statesOf(test).some((state) => skippedStatus.test(state));

const countNames = ["failures", "errors"] as const;

function checkCounts({ attributes }: XmlElement, refuse: (value: string, expected: string) => UserError): void {
  for (const name of countNames) {
    const count = attributes.get(name) ?? "0";
    if (!/^\d{1,9}$/.test(count)) throw refuse(`${name}="${count}"`, "a number of tests");
  }
}

function failureOf(test: XmlElement): TestFailure[] {
  const [first] = failingIn(test);
  const state = statesOf(test).find((each) => failingStatus.test(each));
  if (first === undefined && state === undefined) return [];
  return [{ name: nameOf(test), message: first === undefined ? `its status is ${state ?? ""}` : messageOf(first) }];
}

function nameOf({ attributes }: XmlElement): string {
  const [group, name = "a test without a name"] = [attributes.get("classname"), attributes.get("name")];
  return group === undefined || group === "" ? name : `${group}.${name}`;
}

function messageOf({ attributes, text }: XmlElement): string {
  const message = attributes.get("message") ?? "";
  return (message === "" ? text : message).slice(0, longestMessage);
}

const suiteName = ({ attributes }: XmlElement): string => attributes.get("name") ?? "the whole suite";

/** Failures outside of tests: a module that could not be imported, a fixture of the whole suite. */
const outsideOfTests = (suite: XmlElement): TestFailure[] =>
  suite.children
    .filter(({ name }) => failingNames.includes(name))
    .map((failure) => ({ name: suiteName(suite), message: messageOf(failure) }));

/** A suite may count more failures than it lists: a report that was cut, or an error outside of any test. */
function unlisted(suite: XmlElement): TestFailure[] {
  const counted = countNames.reduce((sum, name) => sum + Number(suite.attributes.get(name) ?? 0), 0);
  const listed = failingIn(suite).length;
  if (counted === 0 || counted <= listed) return [];
  return [{ name: suiteName(suite), message: `counts ${counted} failures, and lists ${listed || "none"}` }];
}
