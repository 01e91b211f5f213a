import { isUnreachable } from "../../clients/azure/refusal.ts";
import { connect } from "../../clients/azure/session.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { downAfter, downCloud, readingLimits, readingSignal } from "../observing.ts";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../target.ts";
import { damagesIn } from "./drift.ts";
import { withoutRegion } from "./model/lost-region.ts";
import { isAzure, type AzureTarget } from "./model/target.ts";
import { readSubscription, type InSubscription } from "./reading.ts";

export const azureFacts: TargetFacts = {
  cloud: "azure",
  async observe(targets, channel, recorded) {
    const [first, ...others] = targets.filter(isAzure);
    return first === undefined ? new Map() : observeRegions([first, ...others], channel, recorded);
  },
};

type Regions = readonly [AzureTarget, ...AzureTarget[]];

/** Reads both galleries once, for all regions. Where that fails, Azure is down in every region. */
async function observeRegions(
  targets: Regions,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
): Promise<ReadonlyMap<string, ObservedCloud>> {
  try {
    const signal = readingSignal();
    const session = await connect(targets[0].azure, signal, { limits: readingLimits });
    const found = await readSubscription(session, targets[0].azure, channel, signal);
    return new Map(targets.map((target) => [target.name, observedIn(found, target, recorded)]));
  } catch (error) {
    const required = targets.some((target) => target.required);
    const { observed, warnings } = downAfter(error, { name: "Azure", required, unreachable: isUnreachable(error) });
    return new Map(targets.map(({ name }, index) => [name, { observed, warnings: index === 0 ? warnings : [] }]));
  }
}

function observedIn(found: InSubscription, target: AzureTarget, recorded: readonly RecordedAtTarget[]): ObservedCloud {
  if (found.regions?.has(target.azure.region) === false) return withoutIt(target);
  const damaged = damagesIn(found, recorded, target);
  return { observed: { state: "up", reason: "", damaged, room: found.room, needed: new Map() }, warnings: [] };
}

/** Without the home region nothing can be done. Any other lost region had only copies, which nobody can reach any more. */
function withoutIt({ name, retired = false, azure: { subscription, region, home } }: AzureTarget): ObservedCloud {
  const why = withoutRegion(subscription, region);
  if (region === home) return downCloud(why, `${name} is left out: ${why}`);
  const remedy = "name it in cloud-images:targets.azure.retired until they are gone";
  return {
    observed: { state: "up", reason: "", damaged: new Map(), needed: new Map() },
    warnings: retired ? [] : [`${name} is given up: ${why}; its recorded images are hidden and removed; ${remedy}`],
    isLost: true,
  };
}
