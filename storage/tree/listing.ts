import { readdir } from "node:fs/promises";
import type { Dirent } from "node:fs";
import { join } from "node:path";
import { staging, tree } from "../../images/tree/layout.ts";
import { isIgnored } from "../../images/builds/ignored-files.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import { ifPresent } from "../files/fault.ts";
import { inStaging, inTree, type Places } from "./places.ts";
import type { ChannelIdentity } from "./records.ts";
import { setInIndex, versionsNamed } from "./second-copy.ts";
import { setFiles } from "../../images/tree/files.ts";

/** What lies in a channel's directory of the tree. */
export interface ChannelListing {
  /**
   * Versions with a record of ours: in their directory; in quarantine if nothing of them is public any more; or only in the
   * index if somebody removed the record.
   */
  published: Version[];
  /** Directories without one; never touched. Those of the channel's own machinery are not among them. */
  foreign: { directory: string; files: string[] }[];
}

export async function listChannel(places: Places, channel: ChannelIdentity): Promise<ChannelListing> {
  const root = inTree(places, tree.channel(channel));
  const kept = await recordsInQuarantine(places, channel);
  const directories = (await entries(root)).filter((entry) => entry.isDirectory() && !isMachinery(entry.name));
  const published = new Set(kept);
  const foreign: ChannelListing["foreign"] = [];
  for (const { name } of directories.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const files = (await entries(join(root, name))).map((entry) => entry.name).filter((each) => !isIgnored(each));
    const version = parseVersion(name);
    if (version !== undefined && (files.includes("set.json") || published.has(version))) published.add(version);
    else foreign.push({ directory: name, files });
  }
  return withUnrecorded(places, channel, { published: [...published].toSorted(), foreign });
}

/** A set is ours while the index has it, even if somebody removed its record or its whole directory. */
async function withUnrecorded(
  places: Places,
  channel: ChannelIdentity,
  { published, foreign }: ChannelListing,
): Promise<ChannelListing> {
  const known = new Set<string>(published);
  const missing: Version[] = [];
  for (const version of await versionsNamed(places, channel))
    if (!known.has(version) && (await setInIndex(places, { ...channel, version })) !== undefined) missing.push(version);
  if (missing.length === 0) return { published, foreign };
  const found = new Set<string>(missing);
  return {
    published: [...published, ...missing].toSorted(),
    foreign: foreign.filter(({ directory }) => !found.has(directory)),
  };
}

async function recordsInQuarantine(places: Places, channel: ChannelIdentity): Promise<Version[]> {
  const quarantine = inStaging(places, staging.quarantines(channel));
  const found = await Promise.all(
    (await versionsIn(quarantine)).map(async (version) => {
      const files = await entries(join(quarantine, version));
      return files.some(({ name }) => name === setFiles.record) ? [version] : [];
    }),
  );
  return found.flat();
}

/** Names that are no version: `daily` is a channel inside a suite's directory, `latest-…` are targets of pointers, hidden files are nobody's. */
const isMachinery = (name: string): boolean => name === "daily" || /^latest($|-)/.test(name) || isIgnored(name);

/** The versions of which something is made and not shown. */
export const listStaged = (places: Places, channel: ChannelIdentity): Promise<Version[]> =>
  versionsIn(inStaging(places, staging.sets(channel)));

/** The versions of which staging holds anything: made, in quarantine, or on its way out. */
export async function listHidden(places: Places, channel: ChannelIdentity): Promise<Version[]> {
  const { sets, quarantines, leavings } = staging;
  const found = await Promise.all(
    [sets, quarantines, leavings].map((path) => versionsIn(inStaging(places, path(channel)))),
  );
  return [...new Set(found.flat())];
}

async function versionsIn(directory: string): Promise<Version[]> {
  return (await entries(directory)).map(({ name }) => parseVersion(name)).filter((version) => version !== undefined);
}

async function entries(directory: string): Promise<Dirent[]> {
  return (await ifPresent(readdir(directory, { withFileTypes: true }))) ?? [];
}
