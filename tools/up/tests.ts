import type { VmRecord } from "../../workloads/test-vm/model/test-vm/record.ts";
import type { TestingSettings } from "../../stacks/config.ts";
import { readTesting, type TestWorld } from "../../workloads/test-vm/facts.ts";
import type { EngineOptions } from "../engine/options.ts";
import { policyArgs } from "../engine/policy.ts";
import { showPulumi } from "../engine/pulumi.ts";
import { openRoleSession } from "../engine/role-session.ts";
import type { ExitCode } from "./end/outcome.ts";
import { recover } from "./recover.ts";
import { excludeSkipped, skippedClouds, skippedLines } from "./end/skipped-clouds-report.ts";

/**
 * Runs what is to be tested until every VM has its verdict, and has gone: one run of the engine makes VMs and judges them, the
 * next, which finds the verdicts, removes them and makes those anew that a cloud broke.
 */
export async function upTests(options: Omit<EngineOptions, "refresh">, settings: TestingSettings): Promise<ExitCode> {
  const session = await openRoleSession(options, settings.role);
  await recover(session);
  // what a sweep took away is missing in the state as well
  const args = ["up", ...session.updateArgs, ...policyArgs, ...always];
  for (let run = 0; run < mostRuns(settings); run++) {
    const before = await readTesting(settings);
    const { ok, interrupted } = await showPulumi(
      [...args, ...(await excludeSkipped(session, settings, before))],
      session.env,
    );
    if (interrupted) return 1;
    const after = await readTesting(settings);
    if (ok && before.plan.vms.length === 0 && after.plan.vms.length === 0) return told(after, settings);
  }
  console.log("\nnot every VM came to its end, for the reasons above; start it again: it continues");
  told(await readTesting(settings), settings);
  return 1;
}

/**
 * A server that ends in ERROR needs two runs: one makes it, the other sees the error. One more run comes first, for expired
 * VMs, and one last, to remove the rest.
 */
const mostRuns = ({ attempts }: TestingSettings): number => 2 * attempts + 2;

const always = ["--yes", "--skip-preview", "--refresh", "--continue-on-error", "--suppress-outputs"];

/** Says what the tests came to. */
function told(world: TestWorld, settings: TestingSettings): ExitCode {
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
