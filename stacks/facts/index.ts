import { existsSync } from "node:fs";
import type { Day } from "../../images/day.ts";
import type { Problem } from "../../images/errors.ts";
import type { Candidate, Facts } from "../../images/plan/facts.ts";
import type { StackPolicy } from "../../images/stack-policy.ts";
import { checkPlaces, type Places } from "../../storage/places.ts";
import type { ChannelIdentity } from "../../storage/records.ts";
import { policyOf, type PublicationSettings } from "../config.ts";
import { readArtifacts } from "./artifacts.ts";
import { today } from "./clock.ts";
import { observeTree } from "./observed.ts";
import { readPromotion } from "./promotion.ts";
import { readPublishedRecords } from "./published-index.ts";
import { readChannelRecords, recordedChannels } from "./records.ts";

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
  const arrived = await readArrivals(settings, day);
  const channels = await channelsOf(settings, places, arrived.candidates);
  const publications = await Promise.all(
    channels.map((channel) => readPublication(settings, channel, places, arrived.candidates)),
  );
  const warnings = remote
    ? [
        ...arrived.warnings,
        `${root} is not on this machine: the tree is seen through ${url}, without its files and foreign directories`,
      ]
    : arrived.warnings;
  return { day, remote, publications, refusals: arrived.refusals, warnings };
}

/** Only dailies arrive as builds; a release is given dailies of the tree. */
async function readArrivals({ artifacts, channel, suite }: PublicationSettings, day: Day): Promise<Arrivals> {
  if (artifacts === null || channel === "release") return { candidates: [], refusals: [], warnings: [] };
  return readArtifacts(suite === null ? { root: artifacts, day } : { root: artifacts, suite, day });
}

/** The stack's one channel; without one, every channel that the tree remembers or builds arrived for. */
async function channelsOf(
  { suite, channel }: PublicationSettings,
  places: Places | null,
  candidates: readonly Candidate[],
): Promise<ChannelIdentity[]> {
  if (suite !== null && channel !== null) return [{ suite, channel }];
  const recorded = places === null ? [] : await recordedChannels(places);
  const channels = [...recorded, ...candidates.map(({ image }) => ({ suite: image.suite, channel: image.channel }))];
  return [...new Map(channels.map((each) => [`${each.suite}/${each.channel}`, each])).values()];
}

async function readPublication(
  settings: PublicationSettings,
  channel: ChannelIdentity,
  places: Places | null,
  arrived: readonly Candidate[],
): Promise<PublicationFacts> {
  const policy = policyOf(settings, channel);
  const records = await (places === null
    ? readPublishedRecords(settings.mirror.url ?? "", channel)
    : readChannelRecords(places, channel));
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
