import type { VmRecord } from "../../workloads/test-vm/model/test-vm/record.ts";
import type { TestingSettings } from "../../stacks/config.ts";
import { readTesting, type TestWorld } from "../../workloads/test-vm/facts.ts";
import type { EngineOptions } from "../engine/options.ts";
import { openRoleSession } from "../engine/role-session.ts";
import type { ExitCode } from "./end/outcome.ts";
import { runStack } from "./stack.ts";
import { excludeSkipped, skippedClouds, skippedLines } from "./end/skipped-clouds.ts";

/**
 * Runs the engine until every VM has its verdict and is removed. One run makes VMs and judges them. The next finds the verdicts,
 * removes these VMs, and makes others again that a cloud broke.
 */
export async function upTests(options: Omit<EngineOptions, "refresh">, settings: TestingSettings): Promise<ExitCode> {
  const session = await openRoleSession(options, settings.role);
  for (let run = 0; run < mostRuns(settings); run++) {
    const before = await readTesting(settings);
    const excluded = await excludeSkipped(session, settings, before);
    const { ok, interrupted } = await runStack(session, [...always, ...excluded]);
    if (interrupted) return 1;
    const after = await readTesting(settings);
    if (ok && before.plan.vms.length === 0 && after.plan.vms.length === 0) return showResults(after, settings);
  }
  console.log("\nnot every VM came to its end, for the reasons above; start it again: it continues");
  showResults(await readTesting(settings), settings);
  return 1;
}

/** Each attempt needs two runs: one makes the server, the other finds it in ERROR. One run comes first, for expired VMs, and one last. */
const mostRuns = ({ attempts }: TestingSettings): number => 2 * attempts + 2;

/** `--refresh`: a sweep removes things that the state still has. */
const always = ["--refresh", "--suppress-outputs"];

/** Prints the verdicts. Returns the exit code. */
function showResults(world: TestWorld, settings: TestingSettings): ExitCode {
  const { done, givenUp } = world.plan;
  const { choice, warnings } = world;
  for (const warning of warnings) console.log(`warning: ${warning}`);
  for (const line of skippedLines(settings, world)) console.log(line);
  for (const record of done) console.log([lineOf(record), ...record.findings.map((text) => `    ${text}`)].join("\n"));
  for (const key of givenUp) console.log(`broken  ${key}: the cloud broke it as often as is tried`);
  if (choice.left.length > 0) console.log(`${choice.left.length} pairs are left out: vms is too small for them`);
  if (skippedClouds(settings, world).some(({ required }) => required)) return 1;
  const isWell = givenUp.length === 0 && warnings.length === 0 && done.every(({ verdict }) => verdict === "passed");
  return isWell ? 0 : 3;
}

const lineOf = ({ verdict, key, lineage, combination, seconds }: VmRecord): string =>
  `${verdict}  ${key}  ${lineage}  ${Object.values(combination).join(" ")}  ${seconds} s`;
