import type { SampleBuild } from "../build.ts";
import { buildDate } from "../build.ts";

/** One offline test of a build. */
export interface TestResult {
  /** "tests.test_boot" */
  module: string;
  test: string;
  /** What failed; empty of a test that passed. */
  failure: string;
}

/** `NAME.build.junit.xml`, as pytest writes it in the family xunit2. */
export function junitReport(build: SampleBuild, results: readonly TestResult[]): string {
  const failures = results.filter(({ failure }) => failure !== "").length;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<testsuites><testsuite name="pytest" errors="0" failures="${failures}" skipped="0" tests="${results.length}" ` +
      `time="0.420" timestamp="${buildDate(build)}T04:05:06.000000" hostname="runner">`,
    ...results.map(testCase),
    "</testsuite></testsuites>",
  ].join("");
}

function testCase({ module, test, failure }: TestResult): string {
  const opening = `<testcase classname="${module}" name="${test}" time="0.035"`;
  if (failure === "") return `${opening} />`;
  return `${opening}><failure message="${escape(failure)}">${escape(failure)}</failure></testcase>`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
