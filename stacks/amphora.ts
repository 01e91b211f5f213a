import type * as pulumi from "@pulumi/pulumi";
import { Amphora } from "../components/amphora.ts";
import { AmphoraBoot } from "../workloads/amphora/resources.ts";
import { DebianProvider } from "../components/resources.ts";
import { planAmphora, type AmphoraPlan } from "../workloads/amphora/model/plan.ts";
import { untestedVerdict } from "../workloads/amphora/model/verdict.ts";
import { amphoraDeletionRefusal } from "../workloads/amphora/guard.ts";
import { amphoraImages, amphoraTag } from "../workloads/amphora/inputs.ts";
import { amphoraOutputs } from "../workloads/amphora/outputs.ts";
import type { AmphoraSettings } from "./config.ts";
import { readAmphorae, type ObservedCloud, type StackClouds } from "../workloads/amphora/facts.ts";
import { refuseDeletions } from "./deletion-hook.ts";
import { report } from "./report.ts";

/** Lets each cloud's Octavia boot the newest allowed image of its OpenStack release. Returns the stack's outputs. */
export async function amphora(settings: AmphoraSettings): Promise<object> {
  const world = await readAmphorae(settings);
  const clouds = planClouds(world);
  const plans = clouds.map(({ plan }) => plan);
  await report(
    [...world.refusals, ...plans.flatMap(({ refusals }) => refusals)],
    [...world.warnings, ...new Set(plans.flatMap(({ warnings }) => warnings))],
  );
  refuseDeletions(amphoraDeletionRefusal(clouds));
  return registerAmphorae(clouds, settings);
}

/** Registers each cloud's amphora. Returns the stack's outputs. */
export function registerAmphorae(clouds: readonly PlannedCloud[], settings: AmphoraSettings): object {
  const provider = new DebianProvider("debian", {});
  const boots = new Map<string, pulumi.Input<string>>();
  return {
    clouds: Object.fromEntries(
      clouds.map(({ place, plan }) => {
        const verdict = verdictOf(plan, settings, { provider, boots });
        const args = { images: amphoraImages(plan, place), tag: amphoraTag(plan, place), verdict };
        const { image } = new Amphora(`amphora-${place.cloud.cloud}`, args, { provider });
        return [place.cloud.cloud, amphoraOutputs(plan, place, image)];
      }),
    ),
  };
}

export const planClouds = ({ places }: Pick<StackClouds, "places">): PlannedCloud[] =>
  places.map((place) => ({ place, plan: planAmphora(place.facts, place.policy) }));

export interface PlannedCloud {
  place: ObservedCloud;
  plan: AmphoraPlan;
}

interface Verdicts {
  provider: DebianProvider;
  /** By image: several clouds share one boot. */
  boots: Map<string, pulumi.Input<string>>;
}

/** The verdict about the wanted image: from a boot of its build, or from Glance if the build is gone. */
function verdictOf({ wanted }: AmphoraPlan, { tests }: AmphoraSettings, { provider, boots }: Verdicts) {
  if (wanted === null) return "";
  const { name, digest, build, existing } = wanted;
  if (build === null) return existing?.verified ?? "";
  if ("untested" in tests) return untestedVerdict(tests.untested);
  const known = boots.get(name);
  if (known !== undefined) return known;
  const seconds = Math.round(tests.minutes * 60);
  const { versions } = build.description;
  const asked = tests.accelerator === "auto" ? {} : { accelerator: tests.accelerator };
  const inputs = { image: name, digest, file: build.file, versions, seconds, ...asked };
  const boot = new AmphoraBoot(`${name}-boot`, inputs, { provider });
  boots.set(name, boot.outcome);
  return boot.outcome;
}
