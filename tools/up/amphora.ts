import { describeProblem } from "../../images/model/errors.ts";
import { planAmphora } from "../../workloads/amphora/model/plan.ts";
import type { AmphoraSettings } from "../../stacks/config.ts";
import { readAmphorae } from "../../workloads/amphora/facts.ts";
import type { EngineOptions } from "../engine/options.ts";
import { ensurePrograms } from "../setup/programs.ts";
import type { ExitCode } from "./outcome.ts";
import { upStack } from "./stack.ts";

/** Brings each cloud's Octavia to the image that its plan names, and says which load balancers are left to be moved. */
export async function upAmphora(options: EngineOptions, settings: AmphoraSettings): Promise<ExitCode> {
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
