import { existsSync } from "node:fs";
import type { Day } from "../../images/day.ts";
import type { Problem } from "../../images/errors.ts";
import { channelDirectory } from "../../images/image.ts";
import type { Candidate, Facts } from "../../images/plan/facts.ts";
import type { StackPolicy } from "../../images/stack-policy.ts";
import { mapBounded } from "../../storage/bounded.ts";
import { checkPlaces, type Places } from "../../storage/places.ts";
import type { ChannelIdentity } from "../../storage/records.ts";
import { policyOf, type PublicationSettings } from "../config.ts";
import { readArtifacts } from "./artifacts.ts";
import { today } from "./clock.ts";
import { observeTree } from "./observed.ts";
import { readPromotion } from "./promotion.ts";
import { readPublishedRecords } from "./published-index.ts";
import { readChannelRecords, recordedChannels, type ChannelRecords } from "./records.ts";

/** One channel of one suite, with all that its plan needs. */
export interface PublicationFacts {
  facts: Facts;
  policy: StackPolicy;
  /** What arrived for it and was refused. */
  refusals: readonly Problem[];
}

export interface World {
  day: Day;
  /** The tree is not on this machine: what is known of it comes from its published index. */
  remote: boolean;
  publications: readonly PublicationFacts[];
  /** What arrived and belongs to no publication of the stack, or to none that can be told. */
  refusals: readonly Problem[];
  warnings: readonly string[];
}

interface Arrivals {
  candidates: readonly Candidate[];
  refusals: readonly Problem[];
  warnings: readonly string[];
}

/** Reads everything that the plan knows of the world; once per command. Throws a UserError where a record or a folder is wrong. */
export async function readFacts(settings: PublicationSettings): Promise<World> {
  const day = today(settings.now);
  const { root, url, staging } = settings.mirror;
  const remote = url !== null && !existsSync(root);
  const places = remote ? null : await checkPlaces({ tree: root, staging });
  const recorded = await mapBounded(await recordedIn(settings, places), channelsAtOnce, (channel) =>
    readRecords(settings, places, channel),
  );
  const arrived = await readArrivals(settings, day, new Map(recorded.flatMap(({ records }) => digestsOf(records))));
  const arriving = await mapBounded(newChannels(settings, recorded, arrived.candidates), channelsAtOnce, (channel) =>
    readRecords(settings, places, channel),
  );
  const publications = await Promise.all(
    [...recorded, ...arriving].map((channel) => readPublication(settings, channel, places, arrived.candidates)),
  );
  const warnings = remote
    ? [
        ...arrived.warnings,
        `${root} is not on this machine: the tree is seen through ${url}, without its files and foreign directories`,
      ]
    : arrived.warnings;
  return { day, remote, publications, refusals: arrived.refusals, warnings };
}

const channelsAtOnce = 4;

interface RecordedChannel {
  channel: ChannelIdentity;
  records: ChannelRecords;
}

/** The stack's one channel; without one, every channel that the tree remembers. */
async function recordedIn(
  { suite, channel }: PublicationSettings,
  places: Places | null,
): Promise<readonly ChannelIdentity[]> {
  if (suite !== null && channel !== null) return [{ suite, channel }];
  return places === null ? [] : recordedChannels(places);
}

async function readRecords(
  { mirror }: PublicationSettings,
  places: Places | null,
  channel: ChannelIdentity,
): Promise<RecordedChannel> {
  const records = await (places === null
    ? readPublishedRecords(mirror.url ?? "", channel)
    : readChannelRecords(places, channel));
  return { channel, records };
}

/** By image name, the digest of everything that was ever made: its artifact need not be looked into again. */
const digestsOf = ({ sets, tombstones }: ChannelRecords): (readonly [string, string])[] => [
  ...tombstones.map(({ image, digest }) => [image, digest] as const),
  ...sets.flatMap(({ images }) => images.map(({ name, digest }) => [name, digest] as const)),
];

/** Only dailies arrive as builds; a release is given dailies of the tree. */
async function readArrivals(
  { artifacts, channel, suite }: PublicationSettings,
  day: Day,
  made: ReadonlyMap<string, string>,
): Promise<Arrivals> {
  if (artifacts === null || channel === "release") return { candidates: [], refusals: [], warnings: [] };
  return readArtifacts({ root: artifacts, day, made, ...(suite === null ? {} : { suite }) });
}

/** Channels that builds arrived for and that the tree does not remember yet, where the stack takes what comes. */
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

async function readPublication(
  settings: PublicationSettings,
  { channel, records }: RecordedChannel,
  places: Places | null,
  arrived: readonly Candidate[],
): Promise<PublicationFacts> {
  const policy = policyOf(settings, channel);
  const promotion =
    channel.channel === "release" && places !== null
      ? await readPromotion(places, policy, records.sets)
      : { candidates: arrived.filter(({ image }) => belongsTo(image, channel)), refusals: [] };
  const observed =
    places === null
      ? new Map()
      : new Map([["mirror", await observeTree(places, channel, records.sets, promotion.candidates)]]);
  const facts: Facts = { ...channel, ...records, candidates: promotion.candidates, observed };
  return { facts, policy, refusals: promotion.refusals };
}

const belongsTo = (image: ChannelIdentity, channel: ChannelIdentity): boolean =>
  image.suite === channel.suite && image.channel === channel.channel;
