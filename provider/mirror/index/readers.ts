import { channelFormats, treeFormats } from "../../../images/readers/formats.ts";
import type { ReaderFile } from "../../../images/readers/format.ts";
import { publicChannel, type PublicChannel } from "../../../images/readers/public.ts";
import { channels } from "../../../images/model/definitions/channels.ts";
import { isSuite, suites } from "../../../images/model/definitions/suites.ts";
import { staging } from "../../../images/tree/layout.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import type { AheadSigner } from "../../../storage/signing/sign-ahead.ts";
import type { Places } from "../../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../../storage/tree/records.ts";
import { wholeIndex } from "../../../storage/tree/second-copy.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { writeChannelPages, writeTreePages, type Site } from "./pages/finder.ts";
import { vulnerabilityFindings } from "./pages/vulnerabilities.ts";
import { groupFindings } from "./pages/page-groups.ts";
import { programFindings, rememberProgram } from "./pages/written-by.ts";
import { writeFiles, writtenFindings } from "./pages/written-files.ts";

/** The files of all readers' formats. They are written right after the index, from it, so that no format is ahead of another. */

/**
 * Writes what a channel's index says in every format, and the formats of the whole tree.
 *
 * @param ahead signs the lists before they are written; without it those that change are unsigned until they are signed
 */
export async function writeReaders(
  operation: Site & Pick<Operation, "locks">,
  written: IndexRecord,
  ahead?: AheadSigner,
) {
  const { places, locks } = operation;
  // the formats of the whole tree read all indexes anyway, so each view of this one is made once
  const index = (await wholeIndex(places, written)) ?? written;
  const channel = viewOf(index);
  const removeGone = await writeFiles(places, staging.readers(channel), filesOf(channelFormats, channel), { ahead });
  await writeChannelPages(operation, index);
  // two channels of one run, and runs of two stacks, write the same files
  await locks.run("the readers' files of the tree", () => writeTree(operation, ahead));
  await removeGone();
  await rememberProgram(places, staging.finder(index));
}

export const filesOf = <Shown>(
  formats: readonly { write: (shown: Shown) => ReaderFile[] }[],
  shown: Shown,
): ReaderFile[] => formats.flatMap(({ write }) => write(shown));

/**
 * Another stack's process may write the same files at once. No lock is needed: each file is replaced whole, is made of the indexes
 * alone, and each process ends only after it saw that no index changed while it wrote. So the last to write has read all indexes.
 */
async function writeTree(site: Site, ahead?: AheadSigner): Promise<void> {
  const { places } = site;
  for (let before = await indexes(places); ;) {
    const removeGone = await writeFiles(places, staging.treeReaders, filesOf(treeFormats, before.map(viewOf)), {
      ahead,
    });
    await removeGone();
    await writeTreePages(site, before);
    const after = await indexes(places);
    if (after.every((index, at) => index === before[at]) && after.length === before.length) return;
    before = after;
  }
}

/** The index of every channel in the tree that has a whole one; the same object while its file is the same. */
async function indexes(places: Places): Promise<IndexRecord[]> {
  const found: IndexRecord[] = [];
  for (const suite of Object.keys(suites).filter(isSuite)) {
    for (const channel of channels) {
      const index = await wholeIndex(places, { suite, channel });
      if (index !== undefined) found.push(index);
    }
  }
  return found;
}

/** By index, what was read of it. */
const known = new WeakMap<IndexRecord, PublicChannel>();

function viewOf(index: IndexRecord): PublicChannel {
  const view = known.get(index) ?? publicChannel(index);
  known.set(index, view);
  return view;
}

export const publicChannels = async (places: Places): Promise<PublicChannel[]> => (await indexes(places)).map(viewOf);

/** The files whose content was changed since, and whether this program would write them differently. */
export async function readersFindings(places: Places, channel: ChannelIdentity): Promise<string[]> {
  const memories = [staging.readers(channel), staging.treeReaders, staging.treeFinder];
  const pages = staging.finder(channel);
  const findings = [
    ...(await groupFindings(places, pages)),
    ...(await programFindings(places, pages)),
    ...(await vulnerabilityFindings(places)),
  ];
  for (const memory of memories) findings.push(...(await writtenFindings(places, memory)));
  return [...new Set(findings)];
}
