import { backendUrl } from "./engine/state/backend.ts";
import { engineOptionsOf, type EngineOptions } from "./engine/options.ts";
import { readAnySettings } from "./engine/stack-file.ts";
import { WrongUse } from "./setup/errors.ts";
import { upApproved } from "./up/approved.ts";
import { refuseUnknownCloudsOf } from "./up/known-clouds.ts";
import { upStack } from "./up/stack.ts";
import { upTests } from "./up/tests.ts";
import { up } from "./up/up.ts";
import { up as usage } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";
import { describeProblem } from "../images/model/errors.ts";
import { planAmphora } from "../workloads/amphora/model/plan.ts";
import type { AmphoraSettings } from "../stacks/config.ts";
import { readAmphorae } from "../workloads/amphora/facts.ts";
import { ensurePrograms } from "./setup/programs.ts";
import type { ExitCode } from "./up/end/outcome.ts";

/** `npm run up -- --stack NAME [--plan FILE]`: needs neither a terminal nor a person. With a file, carries out the approved plan. */
export async function main(args: string[]): Promise<number> {
  const given = readArguments(usage, args);
  const { refresh, ...options } = engineOptionsOf(given);
  const settings = readAnySettings({ ...options, backend: backendUrl(options.stack, process.env) });
  const file = given.values.plan;
  if (file !== undefined && settings.role !== "publication")
    throw new WrongUse(
      `--plan ${file}: expected to be left out: a stack of the role ${settings.role} has no approvals`,
    );
  await refuseUnknownCloudsOf(settings);
  if (settings.role === "testing") return upTests(options, settings);
  if (settings.role === "amphora") return upAmphora({ refresh, ...options }, settings);
  if (settings.role === "runners" || settings.role === "accounts")
    return (await upStack({ refresh, ...options }, settings.role)) ? 0 : 1;
  if (file === undefined) return (await up({ refresh, ...options })).code;
  if (refresh) throw new WrongUse("--refresh: expected to be left out with --plan, which is done as it was approved");
  return (await upApproved(options, file)).code;
}

/** Gives each cloud's Octavia the image that the plan names. Lists the load balancers that still need a failover. */
async function upAmphora(options: EngineOptions, settings: AmphoraSettings): Promise<ExitCode> {
  if ("where" in settings.tests) await ensurePrograms(["qemu-system-x86_64", "genisoimage"]);
  if (!(await upStack(options, settings.role))) return 1;
  const { places, refusals } = await readAmphorae(settings);
  const plans = places.map(({ facts, policy }) => ({ cloud: policy.cloud, plan: planAmphora(facts, policy) }));
  for (const { cloud, plan } of plans) {
    console.log(`${cloud}: Octavia boots ${plan.current?.name ?? "nothing"}`);
    for (const { loadBalancer } of plan.failovers)
      console.log(`    needs a failover: ${loadBalancer.name} (${loadBalancer.id})`);
  }
  const refused = [...refusals, ...plans.flatMap(({ plan }) => plan.refusals)];
  for (const refusal of refused) console.log(`refused: ${describeProblem(refusal)}`);
  return refused.length === 0 ? 0 : 3;
}
