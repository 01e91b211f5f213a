import type { Problem } from "../../../images/model/errors.ts";
import { channelDirectory } from "../../../images/model/image.ts";
import type { Candidate, Facts, ObservedTarget } from "../../../images/plan/facts.ts";
import { plan } from "../../../images/plan/plan.ts";
import { withdrawnDailies } from "../../../images/plan/release/promotion.ts";
import type { ImageRecord } from "../../../images/tree/record.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { type StackPolicy } from "../../../images/plan/policy.ts";
import { placeOf } from "../../../images/tree/visibility.ts";
import type { Remarks } from "../../../images/tree/resources.ts";
import { readRemarks, remarkIn } from "../../../storage/tree/remarks/remarks.ts";
import { fetchOptionalText } from "./tree/fetch-text.ts";
import { checkFolder } from "../../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../../storage/tree/records.ts";
import type { ObservedCloud } from "../../../targets/target.ts";
import { policyOf } from "../policy.ts";
import { cacheFolder } from "./tree/cache-folder.ts";
import { observeClouds } from "./clouds.ts";
import { imagesOf, observeTree } from "./observed.ts";
import { judgeBuilds, judgeDailies } from "./unwanted.ts";
import { withOrigins } from "./origins.ts";
import { presentTargets } from "./present.ts";
import { withRooms } from "./rooms.ts";
import { atAddress, candidatesOf, onThisMachine, refusalsOf } from "./promotion.ts";
import { readPublishedRecords } from "./tree/published-index.ts";
import type { Reading } from "./tree/reading.ts";
import { readChannelRecords, type ChannelRecords } from "./tree/records.ts";
import { comparisonOf, readReleaseFacts } from "./release.ts";
import type { SecurityReader } from "./security-of.ts";
import { handedOrRead } from "./security/handed.ts";
import { readSecurity } from "./security/index.ts";

/** One channel of one suite, with all that its plan needs. */
export interface PublicationFacts {
  facts: Facts;
  policy: StackPolicy;
  /** Why builds and dailies were refused. */
  refusals: readonly Problem[];
  remarks: Remarks;
}

interface ReadPublication {
  publication: PublicationFacts;
  warnings: readonly string[];
}

export interface RecordedChannel {
  channel: ChannelIdentity;
  records: ChannelRecords;
}

export async function readRecords(
  { settings: { mirror }, places }: Reading,
  channel: ChannelIdentity,
): Promise<ChannelRecords> {
  if (places === null) return readPublishedRecords(mirror.url ?? "", channel);
  await checkFolder(places, channelDirectory(channel));
  return readChannelRecords(places, channel);
}

/** `arrived`: the builds of all channels. */
export async function readPublication(
  reading: Reading,
  recorded: RecordedChannel,
  arrived: readonly Candidate[],
): Promise<ReadPublication> {
  const configured = policyOf(reading.settings, recorded.channel);
  const offered =
    recorded.channel.channel === "release"
      ? await offeredDailies(reading, configured, recorded.records)
      : await offeredBuilds(reading, configured, recorded.records, arrived);
  const known = { ...recorded.channel, ...recorded.records, ...offered.facts };
  const { policy, observed, warnings } = await observe(reading, configured, recorded, known);
  const facts: Facts = { ...known, observed };
  const remarks = await remarksOn(reading, recorded.channel);
  return {
    publication: { facts, policy, refusals: offered.refusals, remarks },
    warnings: [...offered.warnings, ...warnings],
  };
}

const remarksOn = ({ settings: { mirror }, places }: Reading, channel: ChannelIdentity): Promise<Remarks> =>
  readRemarks(channel, places === null ? (path) => fetchOptionalText(`${mirror.url ?? ""}/${path}`) : remarkIn(places));

interface Offered {
  facts: Pick<Facts, "candidates" | "release" | "withdrawnDailies">;
  refusals: readonly Problem[];
  warnings: readonly string[];
}

/** What a release stack may publish: dailies of the tree. */
async function offeredDailies(reading: Reading, policy: StackPolicy, records: ChannelRecords): Promise<Offered> {
  const { suite } = policy;
  const { places, settings } = reading;
  const { sets, tombstones } = await readRecords(reading, { suite, channel: "daily" });
  const origin = places === null ? atAddress(settings.mirror.url ?? "") : onThisMachine(places);
  const comparison = comparisonOf(policy, sets, records.sets);
  const versions = new Set([...comparison.dailies, ...records.sets].map(({ version }) => version));
  const candidates = sets
    .filter(({ version }) => versions.has(version))
    .flatMap((daily) => candidatesOf(suite, daily, origin));
  const release = await readReleaseFacts(comparison, suite, origin, securityReader(reading));
  return {
    facts: {
      candidates: judgeDailies(candidates, policy, release),
      release,
      withdrawnDailies: withdrawnDailies(sets, tombstones),
    },
    refusals: refusalsOf(policy, sets, records.sets),
    warnings: [],
  };
}

async function offeredBuilds(
  reading: Reading,
  policy: StackPolicy,
  { sets }: ChannelRecords,
  arrived: readonly Candidate[],
): Promise<Offered> {
  const { suite, channel } = policy;
  const ours = arrived.filter(({ image }) => image.suite === suite && image.channel === channel);
  const made = new Set(sets.flatMap(({ images }) => images).map(({ digest }) => digest));
  const known = ours.filter(({ digest }) => made.has(digest));
  const fresh = await judgeBuilds(
    ours.filter(({ digest }) => !made.has(digest)),
    policy,
  );
  if (reading.settings.security.archive === null)
    return { facts: { candidates: [...known, ...fresh] }, refusals: [], warnings: [] };
  const { candidates, warnings } = await withOrigins(suite, fresh, securityReader(reading));
  return { facts: { candidates: [...known, ...candidates] }, refusals: [], warnings };
}

/** Reads security data where the configuration says it is, unless the command that started the program handed it over. */
export const securityReader =
  ({ settings, places, day }: Reading): SecurityReader =>
  (need) =>
    handedOrRead(need, () => readSecurity(settings.security, need, { day, cache: cacheFolder(places) }));

interface Observed {
  /** With the targets that are there. */
  policy: StackPolicy;
  observed: Facts["observed"];
  warnings: readonly string[];
}

/** Without the tree on this machine nothing is observed: the published index is all that is known. */
async function observe(
  { places, day }: Reading,
  configured: StackPolicy,
  { channel, records }: RecordedChannel,
  known: Omit<Facts, "observed">,
): Promise<Observed> {
  const { sets } = records;
  const withTargets = (clouds: Parameters<typeof presentTargets>[2]): StackPolicy => ({
    ...configured,
    targets: presentTargets(configured.targets, sets, clouds),
  });
  if (places === null) return { policy: withTargets(null), observed: new Map(), warnings: [] };
  const seen = await observeTree(places, channel, sets, known.candidates);
  const recorded = imagesOf(channel, sets).map((each) => ({ ...each, hasFile: hasFile(each.record, seen) }));
  const found = await observeClouds(configured.targets, channel.channel, recorded);
  const policy = withTargets(found);
  const names = new Set(policy.targets.map(({ name }) => name));
  const there = new Map([...found].filter(([name]) => names.has(name)));
  const observedWith = (clouds: ReadonlyMap<string, ObservedCloud>): Facts["observed"] =>
    new Map([[mirrorTarget.name, seen], ...[...clouds].map(([name, { observed }]) => [name, observed] as const)]);
  const clouds = await withRooms(there, (each) => plan({ ...known, observed: observedWith(each) }, policy, day));
  return { policy, observed: observedWith(clouds), warnings: [...clouds.values()].flatMap(({ warnings }) => warnings) };
}

/** Whether the tree has the image's files, or can repair them. */
function hasFile({ name, targets }: ImageRecord, { damaged }: ObservedTarget): boolean {
  const phase = targets[mirrorTarget.name]?.phase;
  const isThere = phase !== undefined && placeOf(phase) !== null && placeOf(phase) !== "quarantine";
  return isThere && (damaged.get(name)?.repairable ?? true);
}
