import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { channelFormats, treeFormats } from "../../../images/readers/formats.ts";
import type { ReaderFile } from "../../../images/readers/format.ts";
import { publicChannel, type PublicChannel } from "../../../images/readers/public.ts";
import { channels } from "../../../images/model/definitions/channels.ts";
import { isSuite, suites } from "../../../images/model/definitions/suites.ts";
import { printable } from "../../../images/model/printable.ts";
import { staging } from "../../../images/tree/layout.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import { replaceFile } from "../../../storage/atomic.ts";
import { ifPresent } from "../../../storage/fault.ts";
import { makeFolder } from "../../../storage/folders.ts";
import { sha256OfFile, sha256OfText } from "../../../storage/hash.ts";
import { inStaging, inTree, type Places } from "../../../storage/places.ts";
import type { ChannelIdentity } from "../../../storage/records.ts";
import { wholeIndex } from "../../../storage/second-copy.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";

/*
 * The files of all readers' formats. They are written right after the index, from it, so that no format is ahead of another.
 * What was written is remembered in staging, by channel and for the whole tree: a preview compares digests, without an index
 * of megabytes, and a file that a format no longer has is removed.
 */

/** Writes what a channel's index says in every format, and the formats of the whole tree. */
export async function writeReaders({ places, locks }: Pick<Operation, "places" | "locks">, index: IndexRecord) {
  const channel = publicChannel(index);
  await writeFiles(places, staging.readers(channel), filesOf(channelFormats, channel));
  // two channels of one run, and runs of two stacks, write the same files
  await locks.run("the readers' files of the tree", () => writeTree(places));
}

export const filesOf = <Shown>(
  formats: readonly { write: (shown: Shown) => ReaderFile[] }[],
  shown: Shown,
): ReaderFile[] => formats.flatMap(({ write }) => write(shown));

/** If another stack wrote its index meanwhile, one of the two writes both. */
async function writeTree(places: Places): Promise<void> {
  for (let before = await publicChannels(places); ;) {
    await writeFiles(places, staging.treeReaders, filesOf(treeFormats, before));
    const after = await publicChannels(places);
    if (after.every((channel, at) => channel === before[at]) && after.length === before.length) return;
    before = after;
  }
}

/** By index, what was read of it: the same object as long as its file is the same. */
const known = new WeakMap<IndexRecord, PublicChannel>();

/** Of every channel in the tree that has a whole index. */
export async function publicChannels(places: Places): Promise<PublicChannel[]> {
  const found: PublicChannel[] = [];
  for (const suite of Object.keys(suites).filter(isSuite)) {
    for (const channel of channels) {
      const index = await wholeIndex(places, { suite, channel });
      if (index === undefined) continue;
      const view = known.get(index) ?? publicChannel(index);
      known.set(index, view);
      found.push(view);
    }
  }
  return found;
}

/** The sha256 of each written file, by its path in the tree. */
const memorySchema = z.record(z.string(), z.string());
type Memory = z.output<typeof memorySchema>;

async function writeFiles(places: Places, memory: string, files: readonly ReaderFile[]): Promise<void> {
  const before = (await readMemory(places, memory)) ?? {};
  const now: Memory = Object.fromEntries(files.map(({ path, text }) => [path, sha256OfText(text)]));
  for (const { path, text, clearsigned } of files) {
    const file = inTree(places, path);
    if ((await ifPresent(readFile(file, "utf8"))) === text) continue;
    await makeFolder(places, dirname(file));
    if (clearsigned !== undefined) await rm(inTree(places, clearsigned.path), { force: true });
    await replaceFile(file, text);
  }
  for (const path of Object.keys(before)) if (!(path in now)) await rm(inTree(places, path), { force: true });
  const path = inStaging(places, memory);
  const text = `${JSON.stringify(now, null, 2)}\n`;
  if ((await ifPresent(readFile(path, "utf8"))) === text) return;
  await makeFolder(places, dirname(path));
  await replaceFile(path, text);
}

/** Undefined if it is missing or damaged: all files are written again then. */
async function readMemory(places: Places, memory: string): Promise<Memory | undefined> {
  const text = await ifPresent(readFile(inStaging(places, memory), "utf8"));
  try {
    return memorySchema.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined;
  }
}

/** Which of the files have other content than was written last. */
export async function readersFindings(places: Places, channel: ChannelIdentity): Promise<string[]> {
  const findings: string[] = [];
  for (const memory of [staging.readers(channel), staging.treeReaders]) {
    const written = await readMemory(places, memory);
    if (written === undefined) return ["the files of the readers' formats were not written yet"];
    for (const [path, digest] of Object.entries(written)) {
      const found = await ifPresent(sha256OfFile(inTree(places, path)));
      if (found === undefined) findings.push(`${printable(path)} is missing`);
      else if (found !== digest) findings.push(`${printable(path)} has other content than was written last`);
    }
  }
  return findings;
}
