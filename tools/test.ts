import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { startFile } from "../storage/programs/spawn.mjs";
import { checkNames, failedChecks } from "./check.ts";
import { unfitFor } from "./services-host.ts";
import { WrongUse } from "./setup/errors.ts";
import { project } from "./setup/bootstrap/folders.mjs";
import { test } from "./usage/checking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

const everyRun = [["unit", "engine"]] as const;

/** The rings of each command, in groups that run at the same time. The ring of real OpenStack services needs the whole machine. */
const rings: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "": everyRun,
  "--long": [["long"], ["long-openstack"]],
  "--services": [["clouds"], ["site"], ["openstack"]],
};
const needRoot = /openstack$/;

/** `npm test -- ARGUMENTS` passes them on to vitest: file names, `-t NAME` and the like. Without arguments it runs the checks too. */
export async function main(args: string[]): Promise<number> {
  const [first = "", ...rest] = args;
  const named = rings[first];
  const { values, operands, handedOn } = readArguments(test, named === undefined ? args : rest);
  const wanted = onlyRing(named ?? everyRun, values.project);
  // the slowest check keeps one processor for a minute, so the tests begin meanwhile
  const [failed, { total, ok }] = await Promise.all([
    args.length === 0 ? checksBeside() : [],
    runAll(wanted, [...operands, ...handedOn]),
  ]);
  total.failed += failed.length;
  // a failed check counts as a failed test, because some readers see only the last line
  console.log(summary(total));
  return total.failed === 0 && ok ? 0 : 1;
}

function checksBeside(): Promise<string[]> {
  console.error(`checking beside the tests: ${checkNames}`);
  return failedChecks();
}

async function runAll(groups: readonly (readonly string[])[], args: string[]): Promise<{ total: Counts; ok: boolean }> {
  const total = { passed: 0, failed: 0, skipped: 0 };
  let ok = true;
  for (const together of groups) {
    const tests = await runRings(together, args);
    total.passed += tests.passed;
    total.failed += tests.failed;
    total.skipped += tests.skipped;
    ok &&= tests.ok;
  }
  return { total, ok };
}

function onlyRing(every: readonly (readonly string[])[], project: string | undefined): (readonly string[])[] {
  if (project === undefined) return [...every];
  if (every.flat().includes(project)) return [[project]];
  throw new WrongUse(`--project ${JSON.stringify(project)}: expected one of ${every.flat().join(", ")}`);
}

async function runRings(together: readonly string[], args: string[]): Promise<Counts & { ok: boolean }> {
  const unfit = together.some((ring) => needRoot.test(ring)) ? unfitFor("test:services") : undefined;
  if (unfit === undefined) return runVitest(together, args);
  console.log(
    `SKIPPED: the tests on real OpenStack services (${together.join(", ")}), which install Debian packages and start them: ${unfit}`,
  );
  return { passed: 0, failed: 0, skipped: 1, ok: true };
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

async function runVitest(rings: readonly string[], args: string[]): Promise<Counts & { ok: boolean }> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-test-"));
  try {
    const results = path.join(folder, "results.json");
    const slowest = path.join(project, "tools/slowest-files.ts");
    const reporters = [
      "--reporter=default",
      `--reporter=${slowest}`,
      ...["--reporter=json", `--outputFile.json=${results}`],
    ];
    const vitest = path.join(project, "node_modules/vitest/vitest.mjs");
    const child = startFile(
      process.execPath,
      [vitest, "run", ...rings.map((ring) => `--project=${ring}`), ...reporters, "--passWithNoTests", ...args],
      { cwd: project, stdio: ["ignore", "inherit", "inherit"] },
    );
    // before what ends this process for the checks
    process.prependOnceListener("SIGTERM", () => child.kill());
    await once(child, "exit");
    return { ...countResults(await readFile(results, "utf8").catch(() => "")), ok: child.exitCode === 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const report = z.object({
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** A file that failed without a failed test (it could not be loaded, say) counts as one; so does a missing report. */
export function countResults(json: string): Counts {
  if (json === "") return { passed: 0, failed: 1, skipped: 0 };
  const files = report.parse(JSON.parse(json)).testResults;
  const statuses = files.flatMap(({ status, assertionResults }) => {
    const tests = assertionResults.map((test) => test.status);
    return status === "failed" && !tests.includes("failed") ? [...tests, "failed"] : tests;
  });
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped", "pending", "todo", "disabled") };
}
