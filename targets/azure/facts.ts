import { isUnreachable } from "../../clients/azure/refusal.ts";
import { connect } from "../../clients/azure/session.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { downAfter, downCloud, readingLimits, readingSignal } from "../observing.ts";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../target.ts";
import { damagesIn } from "./drift.ts";
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

/** Reads both galleries once, for all regions. Where that fails, Azure is down in every region; so is a region that the subscription lacks. */
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
  const { region, subscription } = target.azure;
  if (found.regions?.has(region) === false)
    return downCloud(`the subscription ${subscription} has no region ${region}`);
  const damaged = damagesIn(found, recorded, target);
  return { observed: { state: "up", reason: "", damaged, room: found.room, needed: new Map() }, warnings: [] };
}
