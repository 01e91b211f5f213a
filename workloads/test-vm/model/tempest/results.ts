import { readConsole } from "../../../../images/boot-tests/console.ts";
import { clipped, printable } from "../../../../images/model/text/printable.ts";
import { gaveUpMark, tempestCheck } from "./script.ts";

/** The results of Tempest's smoke set. */
interface TempestResults {
  verdict: "passed" | "failed" | "broken";
  passed: number;
  /** Tests of services that the cloud lacks. */
  skipped: number;
  /** Names of tests that failed. */
  failed: string[];
  findings: string[];
}

const mostName = 200;

/** A test's line: `tempest.api.identity…test_x[id-…,smoke],success,start,stop`; a name with commas is quoted. */
const line = /^(?:"([^"]+)"|([^,"]+)),(success|fail|skip|xfail|uxsuccess|inprogress|exists)(?:,|$)/;

/** Reads the script's results from a console; the text is untrusted. */
export function readTempest(console: string, run: string): TempestResults {
  const output = readConsole(console, run).get(tempestCheck);
  if (output === undefined) return broken(`Tempest reported nothing${reasonOf(console)}`);
  const tests = output.split(/\r?\n/).flatMap((text): { name: string; status: string }[] => {
    const [, quoted, bare, status] = line.exec(text) ?? [];
    const name = quoted ?? bare;
    return name === undefined || status === undefined ? [] : [{ name: clipped(printable(name), mostName), status }];
  });
  if (tests.length === 0) return broken("Tempest ran no test: its log is in its workspace");
  const of = (...wanted: string[]) => tests.filter(({ status }) => wanted.includes(status));
  const failed = of("fail", "inprogress", "uxsuccess").map(({ name }) => name);
  return {
    verdict: failed.length > 0 ? "failed" : "passed",
    passed: of("success", "xfail").length,
    skipped: of("skip").length,
    failed,
    findings: failed.map((name) => `${name} failed`),
  };
}

/** The guest's message when it gave up. */
function reasonOf(console: string): string {
  const reason = new RegExp(`^${gaveUpMark} ([^\\r\\n]{1,${mostName}})`, "m").exec(console)?.[1];
  return reason === undefined ? "" : `: ${printable(reason)}`;
}

const broken = (finding: string): TempestResults => ({
  verdict: "broken",
  passed: 0,
  skipped: 0,
  failed: [],
  findings: [finding],
});
