import { utimes } from "node:fs/promises";
import path from "node:path";
import { setDirectory, type Image } from "../../images/model/image.ts";
import { parseVersion } from "../../images/model/version.ts";
import { fileTime } from "../../storage/tree/damage.ts";
import { listChannel } from "../../storage/tree/listing.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import { readRemoved, readSet, writeRemoved, writeSet, type ChannelIdentity } from "../../storage/tree/records.ts";
import { recordsApi, type SetRecord } from "../../images/tree/record.ts";
import { readPublished, type FoundSet } from "./read.ts";
import { newerVersions, recordOf } from "./records.ts";

export interface AdoptOptions {
  /** Read every file whole and compare its digest before the record is written. */
  verify: boolean;
  dryRun: boolean;
}

interface Adoption {
  /** New records, oldest version first. */
  adopted: readonly SetRecord[];
  refused: readonly FoundSet[];
  /** Directories without a version: their order is not known, so they stay foreign. */
  undated: readonly string[];
  /** Sets that have a record already. */
  recorded: number;
}

/** Writes the records that a channel lacks. It may be repeated: an existing record is not written again. */
export async function adoptChannel(places: Places, channel: ChannelIdentity, options: AdoptOptions): Promise<Adoption> {
  const listing = await listChannel(places, channel);
  const dated = listing.foreign.flatMap(({ directory, files }) => {
    const version = parseVersion(directory);
    return version === undefined ? [] : [{ set: { ...channel, version }, files }];
  });
  const found: FoundSet[] = [];
  for (const { set, files } of dated) found.push(await readPublished(places, set, files, options));

  const good = found.filter(({ problems }) => problems.length === 0);
  const newer = newerVersions([
    ...good.flatMap(imagesOf),
    ...(await recordedImages(places, channel, listing.published)),
  ]);
  const adopted = good.flatMap(({ images: [first, ...rest] }) =>
    first === undefined ? [] : [recordOf([first, ...rest], newer)],
  );
  if (!options.dryRun) {
    if (adopted.length + listing.published.length > 0) await writeEmptyRemoved(places, channel);
    for (const record of adopted) await commit(places, record);
  }
  return {
    adopted,
    refused: found.filter(({ problems }) => problems.length > 0),
    undated: listing.foreign.map(({ directory }) => directory).filter((name) => parseVersion(name) === undefined),
    recorded: listing.published.length,
  };
}

const imagesOf = ({ images }: FoundSet): Image[] => images.map(({ image }) => image);

async function recordedImages(places: Places, channel: ChannelIdentity, versions: readonly Image["version"][]) {
  const records = await Promise.all(versions.map((version) => readSet(places, { ...channel, version })));
  return records.flatMap((record) =>
    record === undefined ? [] : record.images.map(({ vendor, arch }) => ({ vendor, arch, version: record.version })),
  );
}

/** Must come before the first set: once a channel has one, a missing removed.json counts as lost. */
async function writeEmptyRemoved(places: Places, { suite, channel }: ChannelIdentity): Promise<void> {
  if ((await readRemoved(places, { suite, channel })) !== undefined) return;
  await writeRemoved(places, { apiVersion: recordsApi, suite, channel, kind: "Removed", tombstones: [] });
}

/** Gives the files the time of published files first. Without it every plan would read them whole, to see whether they are intact. */
async function commit(places: Places, record: SetRecord): Promise<void> {
  const time = fileTime(record.version);
  for (const { name } of record.images.flatMap(({ files }) => files)) {
    await utimes(path.join(inTree(places, setDirectory(record)), name), time, time);
  }
  await writeSet(places, record);
}
