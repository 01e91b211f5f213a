import { stripVTControlCharacters } from "node:util";
import path from "node:path";
import { z } from "zod";
import { project } from "../setup/bootstrap/folders.mjs";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The last line of a ring. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

export interface Failure {
  /** A test with its file, a check, a command that a person typed. */
  name: string;
  /** In full, with all lines. */
  reason: string;
}

const shown = 20;

/** Lines that CI repeats at its end: it finds them by `FAILED` and by the two spaces before each further line. */
export function failureLines({ name, reason }: Failure): string[] {
  const lines = stripVTControlCharacters(reason)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at .*(node_modules|<anonymous>)/.test(line));
  const rest = lines.length - shown;
  return [
    `FAILED  ${name}`,
    ...lines.slice(0, shown).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} lines more, see above`] : []),
  ];
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

export interface Results {
  counts: Counts;
  failures: Failure[];
}

/** Reads vitest's JSON report. A file that failed without a failed test (it could not be loaded, say) counts as one; so does a missing report. */
export function readResults(json: string): Results {
  if (json === "") {
    const failures = [{ name: "vitest", reason: "it left no report of its results" }];
    return { counts: { passed: 0, failed: 1, skipped: 0 }, failures };
  }
  const files = report.parse(JSON.parse(json)).testResults;
  const statuses = files.flatMap((file) => file.assertionResults.map(({ status }) => status));
  const failures = files.flatMap(failuresOf);
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  return {
    counts: {
      passed: count("passed"),
      failed: failures.length,
      skipped: count("skipped", "pending", "todo", "disabled"),
    },
    failures,
  };
}

type FileReport = z.infer<typeof report>["testResults"][number];

function failuresOf({ name, status, message, assertionResults }: FileReport): Failure[] {
  const file = path.relative(project, name);
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (status === "failed" && failed.length === 0) return [{ name: file, reason: message }];
  return failed.map((test) => ({
    name: `${file}: ${test.fullName}`,
    reason: (test.failureMessages ?? []).join("\n"),
  }));
}
