import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import { UserError } from "./errors.ts";

/** What a JUnit report (pytest, family xunit2) says of an image. */
export interface TestReport {
  /** Test cases in the report, skipped ones too. */
  tests: number;
  skipped: number;
  failures: TestFailure[];
}

export interface TestFailure {
  /** `module.class.test` */
  name: string;
  /** The assertion, shortened; empty when the report gives none. */
  message: string;
}

/** A report is shown to pass only by tests that ran. */
export const hasPassed = ({ tests, skipped, failures }: TestReport): boolean =>
  failures.length === 0 && tests > skipped;

/** The offline tests of an image write some 20 KiB; a failure with its output may be long. */
export const mostReportCharacters = 8 * 2 ** 20;
const longestMessage = 500;
/** The parser leaves numbered characters as they are; pytest writes only this one. */
const escapedNewline = "&#10;";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseAttributeValue: false,
  parseTagValue: false,
  maxNestedTags: 20,
  isArray: (name) => ["testsuite", "testcase", "failure", "error", "skipped"].includes(name),
});

const outcome = z.array(z.union([z.string(), z.looseObject({ "@message": z.string().optional() })])).optional();

const caseSchema = z.looseObject({
  "@classname": z.string().optional(),
  "@name": z.string(),
  failure: outcome,
  error: outcome,
  skipped: outcome,
});

const suiteSchema = z.looseObject({
  "@tests": z.coerce.number().int().nonnegative().optional(),
  "@failures": z.coerce.number().int().nonnegative().default(0),
  "@errors": z.coerce.number().int().nonnegative().default(0),
  testcase: z.array(caseSchema).default([]),
});

const reportSchema = z.union([
  z
    .object({ testsuites: z.looseObject({ testsuite: z.array(suiteSchema) }) })
    .transform((report) => report.testsuites.testsuite),
  z.object({ testsuite: z.array(suiteSchema) }).transform((report) => report.testsuite),
]);

type Suite = z.output<typeof suiteSchema>;
type Case = z.output<typeof caseSchema>;

/** Reads a report; `where` is its name for people. Throws a UserError when it is no JUnit report, or declares entities. */
export function readTestReport(text: string, where: string): TestReport {
  const suites = readSuites(text, where);
  const cases = suites.flatMap((suite) => suite.testcase);
  return {
    tests: cases.length,
    skipped: cases.filter((test) => test.skipped !== undefined).length,
    failures: [...cases.flatMap(failureOf), ...suites.flatMap(unlisted)],
  };
}

function readSuites(text: string, where: string): Suite[] {
  const refuse = (value: string, expected: string): UserError =>
    new UserError({
      where,
      value,
      expected,
      remedy: "run the image's tests again, and keep their report as pytest writes it",
    });
  if (text.length > mostReportCharacters) throw refuse(`${text.length} characters`, `at most ${mostReportCharacters}`);
  // an entity may stand for a file, or for more text than fits in memory; pytest declares none
  if (/<!(?:doctype|entity)/i.test(text)) throw refuse("a document type", "a report without declarations");
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is a package of its own, this one is pinned
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw refuse(`line ${valid.err.line}: ${valid.err.msg}`, "well-formed XML");
  const report = reportSchema.safeParse(parse(text));
  if (!report.success)
    throw refuse(z.prettifyError(report.error).slice(0, longestMessage), "a JUnit report, family xunit2");
  return report.data;
}

/** Undefined where the parser gives up, so that the schema refuses it. */
function parse(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

function failureOf(test: Case): TestFailure[] {
  const [first] = [...(test.failure ?? []), ...(test.error ?? [])];
  if (first === undefined) return [];
  const message = typeof first === "string" ? first : (first["@message"] ?? "");
  const name = test["@classname"] === undefined ? test["@name"] : `${test["@classname"]}.${test["@name"]}`;
  return [{ name, message: message.replaceAll(escapedNewline, "\n").slice(0, longestMessage) }];
}

/** A suite may count more failures than it lists: a report that was cut, or an error outside of any test. */
function unlisted(suite: Suite): TestFailure[] {
  const counted = suite["@failures"] + suite["@errors"];
  if (counted === 0 || suite.testcase.some((test) => failureOf(test).length > 0)) return [];
  return [{ name: "the whole suite", message: `counts ${counted} failures, and lists none` }];
}
