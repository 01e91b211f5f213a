import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startFile } from "../storage/programs/spawn.mjs";
import { checkNames, failedChecks } from "./check.ts";
import { unfitFor } from "./test/services-host.ts";
import { WrongUse } from "./setup/errors.ts";
import { project } from "./setup/bootstrap/folders.mjs";
import { failureLines, readResults, summary, type Counts, type Results } from "./test/results.ts";
import { test } from "./usage/checking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Rings that share the workers of one vitest. */
type Shared = readonly string[];

/** The steps of a command, one after the other. The parts of a step run side by side. */
type Steps = readonly (readonly Shared[])[];

const everyRun: Steps = [[["unit", "engine"]]];

/** The ring of the clouds has one worker, which mostly waits for servers; the one of real OpenStack services needs the whole machine. */
const rings: Readonly<Record<string, Steps>> = {
  "": everyRun,
  "--long": [[["long"]], [["long-openstack"]]],
  "--services": [[["clouds"], ["site"]], [["openstack"]]],
};
const needRoot = /openstack$/;
const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** `npm test -- ARGUMENTS` passes them on to vitest: file names, `-t NAME` and the like. Without arguments it runs the checks too. */
export async function main(args: string[]): Promise<number> {
  const [first = "", ...rest] = args;
  const named = rings[first];
  const { values, operands, handedOn } = readArguments(test, named === undefined ? args : rest);
  const wanted = onlyRing(named ?? everyRun, values.project);
  // the slowest check keeps one processor for a minute, so the tests begin meanwhile
  const results = await Promise.all([
    args.length === 0 ? checksBeside() : [],
    runAll(wanted, [...operands, ...handedOn]),
  ]);
  return conclude(results.flat());
}

/** What a group of rings, or a check, ended with. */
interface Ended extends Results {
  /** False also where a run failed although no test did. */
  ok: boolean;
}

/** A failed check counts as a failed test, because some readers see only the last line. */
function conclude(ended: readonly Ended[]): number {
  const total = (kind: keyof Counts) => ended.reduce((sum, { counts }) => sum + counts[kind], 0);
  const counts = { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
  for (const line of ended.flatMap(({ failures }) => failures).flatMap(failureLines)) console.log(line);
  const ran = counts.passed + counts.failed + counts.skipped;
  if (ran === 0) console.error("no test was run: give a part of a test file's path, or of a test's name after -t");
  console.log(summary(counts));
  return ran > 0 && counts.failed === 0 && ended.every(({ ok }) => ok) ? 0 : 1;
}

async function checksBeside(): Promise<Ended[]> {
  console.error(`checking beside the tests: ${checkNames}`);
  const failures = await failedChecks();
  return [{ counts: { ...none, failed: failures.length }, failures, ok: failures.length === 0 }];
}

async function runAll(steps: Steps, args: string[]): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const parts of steps) ended.push(...(await Promise.all(parts.map((shared) => runRings(shared, args)))));
  return ended;
}

function onlyRing(every: Steps, project: string | undefined): Steps {
  if (project === undefined) return every;
  const known = every.flat(2);
  if (known.includes(project)) return [[[project]]];
  throw new WrongUse(`--project ${JSON.stringify(project)}: expected one of ${known.join(", ")}`);
}

async function runRings(shared: Shared, args: string[]): Promise<Ended> {
  const unfit = shared.some((ring) => needRoot.test(ring)) ? unfitFor("test:services") : undefined;
  if (unfit === undefined) return runVitest(shared, args);
  console.log(
    `SKIPPED: the tests on real OpenStack services (${shared.join(", ")}), which install Debian packages and start them: ${unfit}`,
  );
  return { counts: { ...none, skipped: 1 }, failures: [], ok: true };
}

async function runVitest(rings: readonly string[], args: string[]): Promise<Ended> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-test-"));
  try {
    const results = path.join(folder, "results.json");
    const slowest = path.join(project, "tools/test/slowest-files.ts");
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
    return { ...readResults(await readFile(results, "utf8").catch(() => "")), ok: child.exitCode === 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
