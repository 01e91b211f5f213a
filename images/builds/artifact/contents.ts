import { isInstalled, statusParagraphs, wrongFieldsOf } from "../../packages/dpkg-status.ts";
import { UserError, type Problem } from "../../model/errors.ts";
import { buildFile } from "../../tree/files.ts";
import { hasPassed, readTestReport, type TestReport } from "../junit.ts";
import type { Package } from "../manifest.ts";
import type { Subject } from "./subject.ts";

/** Failures and packages that one refusal names. */
const mostNamed = 5;

export function checkReport({ probe }: Subject): Problem[] {
  const where = buildFile(probe.source, "junit.xml");
  if (probe.report === null) {
    const remedy = "run the build's offline tests, and bring their report along";
    return [{ where, value: "", expected: "the report of the offline tests", remedy }];
  }
  return problemsOf(
    () => readTestReport(probe.report ?? "", where),
    (report) => judgeReport(report, where),
  );
}

function problemsOf<Value>(read: () => Value, judge: (value: Value) => Problem[]): Problem[] {
  try {
    return judge(read());
  } catch (error) {
    if (error instanceof UserError) return [...error.problems];
    throw error;
  }
}

function judgeReport(report: TestReport, where: string): Problem[] {
  if (hasPassed(report)) return [];
  const expected = "offline tests without a failure";
  const remedy = "correct the image, and build it again";
  if (report.failures.length === 0)
    return [{ where, value: `${report.tests} tests, none of them run`, expected, remedy }];
  return report.failures
    .slice(0, mostNamed)
    .map(({ name, message }) => ({ where, value: message === "" ? name : `${name}: ${message}`, expected, remedy }));
}

/** The manifest and dpkg-status, where a build has it, must name the same installed packages. */
export function checkPackages({ probe, build }: Subject): Problem[] {
  if (probe.dpkgStatus === null) return [];
  const where = { manifest: buildFile(probe.source, "json"), status: buildFile(probe.source, "dpkg-status") };
  const paragraphs = statusParagraphs(probe.dpkgStatus);
  const wrong = paragraphs.flatMap(wrongFieldsOf);
  if (wrong.length > 0)
    return wrong.slice(0, mostNamed).map((problem) => ({ where: where.status, ...problem, remedy }));
  const listed = new Set(build.data.packages.map(line));
  const known = new Map(paragraphs.map((paragraph) => [line(paragraph), paragraph.status]));
  const notInstalled = [...listed].filter((value) => !isInstalled(known.get(value)));
  const unlisted = paragraphs.filter(({ status }) => isInstalled(status)).map(line);
  return [
    ...notInstalled.map((value) => ({ where: where.manifest, value, expected: installedOf(known.get(value)), remedy })),
    ...unlisted
      .filter((value) => !listed.has(value))
      .map((value) => ({ where: where.status, value, expected: "a package of the manifest", remedy })),
  ].slice(0, mostNamed);
}

const remedy = "build the image again: its manifest and dpkg-status come from one run";

/** dpkg-status also has removed packages whose configuration is left. */
const installedOf = (status: string | undefined): string =>
  status === undefined ? "a package of dpkg-status" : `a package that is installed; dpkg-status has it as "${status}"`;

const line = ({ name, version }: Package): string => `${name} ${version}`;
