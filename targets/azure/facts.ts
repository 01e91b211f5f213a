import { Refusal } from "../../clients/azure/refusal.ts";
import { connect } from "../../clients/azure/session.ts";
import { UserError } from "../../images/model/errors.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import type { ObservedTarget } from "../../images/plan/facts.ts";
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

/** Of a reading that nothing is written by: an Azure that answers slower than this is down. Milliseconds. */
const limits = { answer: 30_000, tries: 3 };
const wholeReading = 120_000;

type Regions = readonly [AzureTarget, ...AzureTarget[]];

/**
 * Reads both galleries once, for all regions. An unreachable Azure is down everywhere, and a region that the subscription lacks is
 * down. What the set-up lacks, or an identity of another subscription, is a UserError where Azure is required, else down with a warning.
 */
async function observeRegions(
  targets: Regions,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
): Promise<ReadonlyMap<string, ObservedCloud>> {
  const everywhere = (reason: string, warnings: readonly string[]): ReadonlyMap<string, ObservedCloud> =>
    new Map(
      targets.map(({ name }, index) => [name, { observed: down(reason), warnings: index === 0 ? warnings : [] }]),
    );
  try {
    const signal = AbortSignal.timeout(wholeReading);
    const session = await connect(targets[0].azure, signal, { limits });
    const found = await readSubscription(session, targets[0].azure, channel, signal);
    return new Map(
      targets.map((target) => [target.name, { observed: observedIn(found, target, recorded), warnings: [] }]),
    );
  } catch (error) {
    if (isUnreachable(error)) return everywhere(reasonOf(error), []);
    if (!(error instanceof UserError) || targets.some(({ required }) => required)) throw error;
    return everywhere(reasonOf(error), [`Azure is left out: ${error.message}`]);
  }
}

function observedIn(found: InSubscription, target: AzureTarget, recorded: readonly RecordedAtTarget[]): ObservedTarget {
  const { region, subscription } = target.azure;
  if (found.regions?.has(region) === false) return down(`the subscription ${subscription} has no region ${region}`);
  return { state: "up", reason: "", damaged: damagesIn(found, recorded, target), room: found.room, needed: new Map() };
}

const down = (reason: string): ObservedTarget => ({ state: "down", reason, damaged: new Map(), needed: new Map() });

const isUnreachable = (error: unknown): boolean =>
  error instanceof Refusal
    ? error.status === null || error.status >= 500 || error.status === 429
    : error instanceof DOMException && error.name === "TimeoutError";

/** Without the remedy and the path that were asked: part of the plan's reasons, and the same while the cause is. */
function reasonOf(error: unknown): string {
  if (!(error instanceof UserError)) return `no answer within ${wholeReading / 1000} s`;
  const [problem] = error.problems;
  return problem === undefined
    ? error.message
    : [problem.value, problem.expected].filter((text) => text !== "" && text !== "success").join(", expected ");
}
