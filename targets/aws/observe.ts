import { connectTo, whereAnswered, type Account, type ConnectOptions, type Region } from "../../clients/aws/account.ts";
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
import { absentIf, leftOut, notEnabled } from "./enabled.ts";
import type { AwsTarget } from "./model/target.ts";
import { hidesSnapshots, roomIn, snapshotBlockIn, type Counted } from "./room.ts";

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
  const login = { ...place, others: targets.map(({ aws: { region } }) => region) };
  try {
    const account = await connectTo(place.account, login, { limits: readingLimits, signal, ...options });
    try {
      return await observeRegions(account, targets, { channel, recorded, signal });
    } finally {
      // its regions can be asked again: each then opens a new connection
      account.close();
    }
  } catch (error) {
    if (!isPassing(error)) throw error;
    const { observed, warnings } = downCloud(reasonIn(error));
    return new Map(targets.map((target) => [target.name, { observed, warnings, ...absentIf(target) }]));
  }
}

interface Reading {
  channel: Channel;
  recorded: readonly RecordedAtTarget[];
  signal: AbortSignal;
}

async function observeRegions(account: Account, targets: Targets, reading: Reading): Promise<ByTarget> {
  const [first] = targets;
  const states = await whereAnswered([first.aws.home, ...targets.map(({ aws: { region } }) => region)], (region) =>
    optInStates(account.region(region), reading.signal),
  );
  const read = await Promise.all(
    targets.map(async (target): Promise<[AwsTarget, RegionRead]> => {
      const { region } = target.aws;
      if (states.get(region) === "not-opted-in") return [target, { cloud: notEnabled(target) }];
      return [target, await readRegion(account.region(region), target, reading)];
    }),
  );
  const regions = new Map(read);
  const elsewhere = (image: string): boolean =>
    read.some(([, { images = [] }]) => images.some(({ name, state }) => name === image && state === "available"));
  const told = leftOut(targets, states);
  return new Map(
    [...regions].map(([target, { cloud, images, shared, snapshots }], index): [string, ObservedCloud] => {
      const warnings = [...cloud.warnings, ...(index === 0 ? told : [])];
      if (images === undefined || shared === undefined) return [target.name, { ...cloud, warnings }];
      const damaged = damagesIn({ images, shared, elsewhere }, reading.recorded, target);
      const needed = neededIn(images, reading.recorded, target);
      const found = { observed: { ...cloud.observed, damaged, needed }, warnings };
      const counted = { publicNow: countedPublic(images, target, reading.recorded), snapshots };
      return [target.name, { ...found, askRoom: () => withRoom(account, target, found, counted) }];
    }),
  );
}

interface RegionRead {
  cloud: ObservedCloud;
  images?: readonly Ami[];
  /** Ids of snapshots that everybody may copy. */
  shared?: ReadonlySet<string>;
  /** Whether the region may share snapshots; undefined: unknown. */
  snapshots?: string | undefined;
}

/** A region that does not answer here is down, as if it had never answered. */
async function withRoom(
  account: Account,
  { name, aws }: AwsTarget,
  { observed, warnings }: ObservedCloud,
  counted: Counted,
): Promise<ObservedCloud> {
  try {
    const found = await roomIn(account.region(aws.region), counted, readingSignal());
    return {
      observed: { ...observed, ...(found.room !== undefined && { room: found.room }) },
      warnings: [...warnings, ...found.warnings.map((text) => `${name}: ${text}`)],
    };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return downCloud(reasonIn(error), ...warnings);
  }
}

async function readRegion(region: Region, target: AwsTarget, reading: Reading): Promise<RegionRead> {
  const { signal } = reading;
  try {
    const [images, shared, snapshots] = await Promise.all([
      ownImages(region, {}, signal),
      publicSnapshots(region, signal),
      snapshotBlockIn(region, signal),
    ]);
    refuseOtherChannel(target, reading.channel, images);
    const observed = { state: "up", reason: "", damaged: new Map(), needed: new Map() } as const;
    const warnings = hidesSnapshots(snapshots) && shared.size > 0 ? [hiddenSnapshots(target)] : [];
    return { cloud: { observed, warnings }, images, shared, snapshots };
  } catch (error) {
    // the credentials are right, since GetCallerIdentity answered (NixOS/infra#105)
    if (isRegionOff(error)) return { cloud: notEnabled(target) };
    if (isPassing(error)) return { cloud: downCloud(reasonIn(error)) };
    if (!(error instanceof UserError) || target.required) throw error;
    return { cloud: downCloud(reasonIn(error), `${target.name} is left out: ${error.message}`) };
  }
}

const hiddenSnapshots = ({ name }: AwsTarget): string =>
  `${name}: the snapshots of public images are private: block public access of snapshots is on (block-all-sharing); the role accounts sets what a region may share`;

/** Leaves out images that a killed run showed without recording it: the plan counts them as still to be shown. */
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

const isPassing = (error: unknown): boolean => isUnreachable(error) || isTimeout(error);

/** AWS's messages name the request; its codes stay the same while the cause does. */
const reasonIn = (error: unknown): string => (error instanceof Refusal ? (error.code ?? "no answer") : reasonOf(error));

/** Daily and release images are in separate accounts, so that no credentials can write both. */
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
