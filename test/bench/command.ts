import { Skipped, type Bench, type Result } from "./bench.ts";
import { blobBytes } from "./benches/bytes/blob.ts";
import { dayClouds, previewClouds } from "./benches/clouds.ts";
import { day } from "./benches/day.ts";
import { dayPostgres, dayS3 } from "./benches/day-state.ts";
import { diff } from "./benches/diff.ts";
import { ebsBytes, ebsTime } from "./benches/bytes/ebs.ts";
import { first } from "./benches/first.ts";
import { gcsBytes } from "./benches/bytes/gcs.ts";
import { glance2g, glance300m, glanceSet } from "./benches/glance.ts";
import { planGrowth } from "./benches/plan/plan-growth.ts";
import { plan100000 } from "./benches/plan/plan-100000.ts";
import { preview1000, preview10000 } from "./benches/preview.ts";
import { say } from "./measure.ts";
import { report } from "./benches/report.ts";
import { sbom } from "./benches/sbom.ts";
import { indexGrowth, siteGrowth } from "./benches/site-growth.ts";
import { site } from "./benches/site.ts";
import { start } from "./benches/start.ts";
import { tracker } from "./benches/tracker.ts";
import { tree } from "./benches/tree.ts";
import { resultJson, resultTable } from "./results.ts";
import { WrongUse } from "../../tools/setup/errors.ts";
import { bench as usage } from "../../tools/usage/checking.mjs";
import { readArguments } from "../../tools/usage/read-arguments.ts";

const benches: readonly Bench[] = [
  plan100000,
  planGrowth,
  preview1000,
  preview10000,
  start,
  tree,
  day,
  dayS3,
  dayPostgres,
  first,
  diff,
  tracker,
  report,
  site,
  siteGrowth,
  indexGrowth,
  sbom,
  glance300m,
  glance2g,
  glanceSet,
  ebsBytes,
  ebsTime,
  blobBytes,
  gcsBytes,
  previewClouds,
  dayClouds,
];

/** `npm run bench -- [NAME…] [--json]`: how much the program adds to what the work costs. A missed goal is a result, not a failure. */
export async function main(args: string[]): Promise<number> {
  const { values, operands } = readArguments(usage, args);
  const results: Result[] = [];
  for (const bench of chosen(operands)) {
    say(`${bench.name} …`);
    const result = await resultOf(bench);
    if (result !== undefined) results.push(result);
  }
  console.log(values.json ? resultJson(results) : resultTable(results));
  return 0;
}

/** Runs a bench. Returns undefined, after a message, where the machine has not the tools to compare with. */
async function resultOf(bench: Bench): Promise<Result | undefined> {
  const { name, goal, against } = bench;
  try {
    return { name, goal, against, ...(await bench.run()) };
  } catch (error) {
    if (!(error instanceof Skipped)) throw error;
    say(`${name}: skipped: ${error.message}`);
    return undefined;
  }
}

/** The benches that were named, in that order; all of them where none was. */
function chosen(names: readonly string[]): readonly Bench[] {
  if (names.length === 0) return benches;
  return names.map((name) => {
    const bench = benches.find((known) => known.name === name);
    if (bench !== undefined) return bench;
    const known = benches.map((other) => other.name).join(", ");
    throw new WrongUse(`no bench is called ${JSON.stringify(name)}: expected ${known}`);
  });
}
