import { connectTo, type Account, type ConnectOptions, type Region } from "../../clients/aws/account.ts";
import { ownImages, type Ami } from "../../clients/aws/images.ts";
import { isRegionOff, isUnreachable, Refusal } from "../../clients/aws/refusal.ts";
import { optInStates } from "../../clients/aws/region-state.ts";
import { publicSnapshots } from "../../clients/aws/snapshots.ts";
import { UserError } from "../../images/model/errors.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { downCloud, isTimeout, readingLimits, readingSignal, reasonOf } from "../observing.ts";
import type { ObservedCloud, RecordedAtTarget } from "../target.ts";
import { cloudName, parseCloudName } from "../names.ts";
import { damagesIn, neededIn } from "./drift.ts";
import type { AwsTarget } from "./model/target.ts";
import { roomIn } from "./room.ts";

type Targets = readonly [AwsTarget, ...AwsTarget[]];
type ByTarget = ReadonlyMap<string, ObservedCloud>;

/**
 * Reads our images in every region, and what each lets us show. An account that cannot be reached is down; credentials of another
 * are a UserError, before any other call.
 */
export async function observeAccount(
  targets: Targets,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
  options: ConnectOptions = {},
): Promise<ByTarget> {
  const [{ aws: place }] = targets;
  const signal = readingSignal();
  try {
    const account = await connectTo(place.account, place, { limits: readingLimits, signal, ...options });
    try {
      return await observeRegions(account, targets, { channel, recorded, signal });
    } finally {
      account.close();
    }
  } catch (error) {
    if (!isPassing(error)) throw error;
    const { observed, warnings } = downCloud(reasonIn(error));
    return new Map(targets.map(({ name }) => [name, { observed, warnings }]));
  }
}

interface Reading {
  channel: Channel;
  recorded: readonly RecordedAtTarget[];
  signal: AbortSignal;
}

async function observeRegions(account: Account, targets: Targets, reading: Reading): Promise<ByTarget> {
  const [first] = targets;
  const states = await optInStates(account.region(first.aws.home), reading.signal);
  const read = await Promise.all(
    targets.map(async (target): Promise<[AwsTarget, RegionRead]> => {
      const { region } = target.aws;
      if (states.get(region) === "not-opted-in") return [target, notEnabled(target)];
      return [target, await readRegion(account.region(region), target, reading)];
    }),
  );
  const regions = new Map(read);
  const elsewhere = (image: string): boolean =>
    read.some(([, { images = [] }]) => images.some(({ name, state }) => name === image && state === "available"));
  const told = leftOut(targets, states);
  return new Map(
    [...regions].map(([target, { cloud, images, shared }], index): [string, ObservedCloud] => {
      const warnings = [...cloud.warnings, ...(index === 0 ? told : [])];
      if (images === undefined || shared === undefined) return [target.name, { ...cloud, warnings }];
      const damaged = damagesIn({ images, shared, elsewhere }, reading.recorded, target);
      const needed = neededIn(images, reading.recorded, target);
      return [target.name, { observed: { ...cloud.observed, damaged, needed }, warnings }];
    }),
  );
}

interface RegionRead {
  cloud: ObservedCloud;
  images?: readonly Ami[];
  /** Ids of snapshots that everybody may copy. */
  shared?: ReadonlySet<string>;
}

async function readRegion(region: Region, target: AwsTarget, reading: Reading): Promise<RegionRead> {
  const { signal } = reading;
  try {
    const [images, shared] = await Promise.all([ownImages(region, {}, signal), publicSnapshots(region, signal)]);
    refuseOtherChannel(target, reading.channel, images);
    const { room, warnings } = await roomIn(region, countedPublic(images, target, reading.recorded), signal);
    const observed = {
      state: "up",
      reason: "",
      damaged: new Map(),
      needed: new Map(),
      ...(room !== undefined && { room }),
    } as const;
    return { cloud: { observed, warnings: warnings.map((text) => `${target.name}: ${text}`) }, images, shared };
  } catch (error) {
    // the credentials are right, since GetCallerIdentity answered (NixOS/infra#105)
    if (isRegionOff(error)) return notEnabled(target);
    if (isPassing(error)) return { cloud: downCloud(reasonIn(error)) };
    if (!(error instanceof UserError) || target.required) throw error;
    return { cloud: downCloud(reasonIn(error), `${target.name} is left out: ${error.message}`) };
  }
}

/** Without what a killed run showed of a set before the record says so: the plan counts those as still to be shown. */
function countedPublic(
  images: readonly Ami[],
  { name: target }: AwsTarget,
  recorded: readonly RecordedAtTarget[],
): number {
  const rising = new Set(
    recorded.flatMap(({ image, record }) => {
      const { phase, days } = record.targets[target] ?? {};
      return phase === "made" && days?.shown === undefined ? [cloudName(image)] : [];
    }),
  );
  return images.filter((image) => image.public && !rising.has(image.name)).length;
}

const notEnabled = ({ name, aws: { account, region } }: AwsTarget): RegionRead => ({
  cloud: downCloud(
    `the account ${account} has not enabled the region`,
    `${name} is left out: the account ${account} has not enabled ${region}; enable it, or name it in cloud-images:targets.aws.without`,
  ),
});

/** Regions that the account has and nobody decided about: a new one is not to be forgotten. */
function leftOut(targets: Targets, states: ReadonlyMap<string, string>): string[] {
  const [{ aws: place }] = targets;
  const named = new Set([...targets.map(({ aws: { region } }) => region), ...place.without]);
  const rest = [...states].flatMap(([name, state]) => (state === "not-opted-in" || named.has(name) ? [] : [name]));
  if (rest.length === 0) return [];
  return [
    `AWS: the account ${place.account} has ${rest.toSorted().join(", ")}, which get no images; name them in cloud-images:targets.aws.bestEffort or .without`,
  ];
}

const isPassing = (error: unknown): boolean => isUnreachable(error) || isTimeout(error);

/** AWS's messages name the request; its codes stay the same while the cause does. */
const reasonIn = (error: unknown): string => (error instanceof Refusal ? (error.code ?? "no answer") : reasonOf(error));

/** Daily and release images are kept in separate accounts: whoever may write the one is not to touch the other. */
function refuseOtherChannel({ aws }: AwsTarget, channel: Channel, images: readonly Ami[]): void {
  const stranger = images.find(({ name }) => (parseCloudName(name)?.channel ?? channel) !== channel);
  if (stranger === undefined) return;
  throw new UserError({
    where: `AWS account ${aws.account} in ${aws.region}`,
    value: stranger.name,
    expected: `an account without images of another channel than ${channel}`,
    remedy: "name the account of this channel, with credentials of its own; nothing was changed",
  });
}
