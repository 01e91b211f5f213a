import type { Day } from "../../../../images/model/day.ts";
import type { Problem } from "../../../../images/model/errors.ts";
import { channelDirectory } from "../../../../images/model/image.ts";
import type { Candidate } from "../../../../images/plan/facts.ts";
import { mapBounded } from "../../../../storage/bounded.ts";
import type { ChannelIdentity } from "../../../../storage/tree/records.ts";
import type { PublicationSettings } from "../../../config.ts";
import { readArtifacts } from "../artifacts.ts";
import { misnamed } from "./misnamed.ts";
import { refuseSharedClouds } from "../other-stacks.ts";
import { readPublication, readRecords, type PublicationFacts, type RecordedChannel } from "../publication.ts";
import { readingOf, type Reading } from "./reading.ts";
import { recordedChannels, type ChannelRecords } from "./records.ts";

export type { PublicationFacts } from "../publication.ts";

export interface StackFacts {
  day: Day;
  /** The tree is not on this machine: the facts come from its published index. */
  remote: boolean;
  publications: readonly PublicationFacts[];
  /** Builds that belong to no publication of the stack, or to an unknown one. */
  refusals: readonly Problem[];
  warnings: readonly string[];
}

interface Arrivals {
  candidates: readonly Candidate[];
  refusals: readonly Problem[];
  warnings: readonly string[];
}

/** Reads all facts of the plan, once per command. Throws a UserError if a record or a folder is wrong. */
export async function readFacts(settings: PublicationSettings): Promise<StackFacts> {
  await refuseSharedClouds(settings);
  const reading = await readingOf(settings);
  const { day } = reading;
  const remote = reading.places === null;
  const { root, url } = settings.mirror;
  const recorded = await readChannels(reading, await recordedIn(reading));
  const arrived = await readArrivals(settings, day, new Map(recorded.flatMap(({ records }) => digestsOf(records))));
  const arriving = await readChannels(reading, newChannels(settings, recorded, arrived.candidates));
  const read = await Promise.all(
    [...recorded, ...arriving].map((channel) => readPublication(reading, channel, arrived.candidates)),
  );
  const publications = read.map(({ publication }) => publication);
  const warnings = [...arrived.warnings, ...read.flatMap((each) => each.warnings)];
  if (remote)
    warnings.push(
      `${root} is not on this machine: the tree is seen through ${url ?? ""}, without its files and foreign directories`,
      ...recorded.flatMap(({ channel, records }) =>
        records.sets.length + records.tombstones.length > 0
          ? []
          : [
              `${channelDirectory(channel)} has published nothing yet at ${url ?? ""}: its first run publishes all that it finds`,
            ],
      ),
    );
  return {
    day,
    remote,
    publications,
    refusals: [...misnamed(publications), ...arrived.refusals],
    warnings,
  };
}

const channelsAtOnce = 4;

const readChannels = (reading: Reading, channels: readonly ChannelIdentity[]): Promise<RecordedChannel[]> =>
  mapBounded(channels, channelsAtOnce, async (channel) => ({ channel, records: await readRecords(reading, channel) }));

/** The stack's one channel; for a stack without one, every channel that has records. */
async function recordedIn({ settings: { suite, channel }, places }: Reading): Promise<readonly ChannelIdentity[]> {
  if (suite !== null && channel !== null) return [{ suite, channel }];
  return places === null ? [] : recordedChannels(places);
}

/** By image name, the digest of every image that was ever made: its artifact need not be read again. */
const digestsOf = ({ sets, tombstones }: ChannelRecords): (readonly [string, string])[] => [
  ...tombstones.map(({ image, digest }) => [image, digest] as const),
  ...sets.flatMap(({ images }) => images.map(({ name, digest }) => [name, digest] as const)),
];

/** Only dailies arrive as builds; a release takes dailies of the tree. */
async function readArrivals(
  { artifacts, builds: { signedBy }, channel, suite, vendors }: PublicationSettings,
  day: Day,
  made: ReadonlyMap<string, string>,
): Promise<Arrivals> {
  if (artifacts === null || channel === "release") return { candidates: [], refusals: [], warnings: [] };
  return readArtifacts({ root: artifacts, day, vendors, made, signedBy, ...(suite === null ? {} : { suite }) });
}

/** Channels without records that builds arrived for, if the stack takes every suite and channel. */
function newChannels(
  { suite, channel }: PublicationSettings,
  recorded: readonly RecordedChannel[],
  candidates: readonly Candidate[],
): ChannelIdentity[] {
  if (suite !== null && channel !== null) return [];
  const known = new Set(recorded.map((each) => channelDirectory(each.channel)));
  const arriving = new Map(candidates.map(({ image }) => [channelDirectory(image), image]));
  return [...arriving].filter(([directory]) => !known.has(directory)).map(([, image]) => channelOf(image));
}

const channelOf = ({ suite, channel }: ChannelIdentity): ChannelIdentity => ({ suite, channel });
