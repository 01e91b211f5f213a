import { lstat } from "node:fs/promises";
import { channels, type Channel } from "../../../../images/model/definitions/channels.ts";
import { suites, isSuite, type Suite } from "../../../../images/model/definitions/suites.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { parseImageName, memberOf, type Member } from "../../../../images/model/image.ts";
import { tree } from "../../../../images/tree/layout.ts";
import type { Foreign, RecordedSet } from "../../../../images/plan/facts.ts";
import type { ImageRecord, RemovedRecord, SetRecord, StagedRecord, Tombstone } from "../../../../images/tree/record.ts";
import { parseVersion, type Version } from "../../../../images/model/version.ts";
import { listChannel, listStaged, type ChannelListing } from "../../../../storage/tree/listing.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { inTree, type Places } from "../../../../storage/tree/places.ts";
import { readRemoved, readSet, readStagedSet, type ChannelIdentity } from "../../../../storage/tree/records.ts";
import { mapBounded } from "../../../../storage/bounded.ts";

/** What the tree and staging record of one channel. */
export interface ChannelRecords {
  sets: readonly RecordedSet[];
  tombstones: readonly Tombstone[];
  foreign: readonly Foreign[];
}

const readsAtOnce = 16;

/** Reads the records of a channel from this machine's disk. A missing tree has none. */
export async function readChannelRecords(places: Places, channel: ChannelIdentity): Promise<ChannelRecords> {
  const listing = await listChannel(places, channel);
  const published = await mapBounded(listing.published, readsAtOnce, (version) =>
    readSet(places, { ...channel, version }),
  );
  const staged = await mapBounded(await listStaged(places, channel), readsAtOnce, (version) =>
    readStagedSet(places, { ...channel, version }),
  );
  return {
    sets: joinSets(
      published.filter((set) => set !== undefined),
      staged.flat(),
    ),
    tombstones: tombstonesOf(await readRemoved(places, channel), places, channel, listing),
    foreign: listing.foreign.map(foreignOf),
  };
}

/** A channel with sets but without any record has lost its records: removed versions would be published again. */
function tombstonesOf(
  removed: RemovedRecord | undefined,
  places: Places,
  channel: ChannelIdentity,
  { published }: ChannelListing,
): readonly Tombstone[] {
  if (removed !== undefined || published.length === 0) return removed?.tombstones ?? [];
  throw new UserError({
    where: inTree(places, tree.removed(channel)),
    value: "",
    expected: "the list of removed images, here or in index.json, since the channel has sets",
    remedy:
      "restore one of the two from a backup; if nothing was ever removed, npm run adopt writes an empty removed.json",
  });
}

/** Joins the published and the staged images of each set. An image in both is taken from the tree. */
function joinSets(published: readonly SetRecord[], staged: readonly StagedRecord[]): RecordedSet[] {
  const sets = new Map<Version, Omit<RecordedSet, "images"> & { images: Map<string, ImageRecord> }>();
  for (const { version, expect, decision, images } of published) {
    sets.set(version, { version, expect, decision, images: new Map(images.map((image) => [image.name, image])) });
  }
  for (const { version, expect, decision, image } of staged) {
    const set = sets.get(version) ?? { version, expect, decision, images: new Map<string, ImageRecord>() };
    if (!set.images.has(image.name)) set.images.set(image.name, image);
    sets.set(version, set);
  }
  return [...sets.values()].map((set) => ({ ...set, images: [...set.images.values()] }));
}

function foreignOf({ directory, files }: ChannelListing["foreign"][number]): Foreign {
  const members = new Set<Member>();
  for (const file of files) {
    const image = parseImageName(file.replace(/\.(json|tar\.xz|raw|qcow2)$/, ""));
    if (image !== undefined) members.add(memberOf(image));
  }
  return { directory, version: parseVersion(directory) ?? null, members: members.size === 0 ? null : [...members] };
}

/** The channels that have records in the tree or in staging. */
export async function recordedChannels(places: Places): Promise<ChannelIdentity[]> {
  const all = Object.keys(suites)
    .filter(isSuite)
    .flatMap((suite) => channelsOf(suite));
  const found = await mapBounded(all, readsAtOnce, async (channel) => ({
    channel,
    ours: await isOurs(places, channel),
  }));
  return found.filter(({ ours }) => ours).map(({ channel }) => channel);
}

const channelsOf = (suite: Suite): { suite: Suite; channel: Channel }[] =>
  channels.map((channel) => ({ suite, channel }));

async function isOurs(places: Places, channel: ChannelIdentity): Promise<boolean> {
  if ((await listStaged(places, channel)).length > 0) return true;
  if ((await listChannel(places, channel)).published.length > 0) return true;
  return (await ifPresent(lstat(inTree(places, tree.index(channel))))) !== undefined;
}
