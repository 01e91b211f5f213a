import { dirname, join } from "node:path";
import { UserError } from "../../../images/model/errors.ts";
import { tree } from "../../../images/tree/layout.ts";
import { indexInputs, indexOutputs, type IndexInputs, type IndexOutputs } from "../../../images/tree/resources.ts";
import { replaceFile, replaceSigned, sweepTemporaries } from "../../../storage/files/atomic.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import { sha256OfText } from "../../../storage/files/hash.ts";
import { correctModes } from "../../../storage/files/modes.ts";
import { listChannel, listHidden } from "../../../storage/tree/listing.ts";
import { ensurePlaces, inTree, type Places } from "../../../storage/tree/places.ts";
import { indexText, isWritten, readRemoved, type ChannelIdentity } from "../../../storage/tree/records.ts";
import { rememberIndex, wholeIndex } from "../../../storage/tree/second-copy.ts";
import { setFiles } from "../../../images/tree/files.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../provider-sdk/kind.ts";
import { channelPage, lookAtIndex, wrongChannelModes } from "./look.ts";
import { appendTombstones, isTold } from "./tombstones.ts";
import { writeReaders } from "./readers.ts";
import { aheadSigner, signIndexAhead, signReaders } from "./signatures.ts";
import { writeResults } from "./results.ts";
import { viewOf } from "./view.ts";
import { parseImageName } from "../../../images/model/image.ts";
import type { Tombstone } from "../../../images/tree/record.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { removeHidden } from "../image-files/remove.ts";

/** The channel's tombstones, written before anything is deleted, and its index for readers. */
export const index: Kind<IndexInputs, IndexOutputs> = {
  description: "A channel's tombstones and index: the last thing written before anything is deleted.",
  inputs: indexInputs,
  outputs: indexOutputs,
  id: (channel) => tree.index(channel),
  diff(olds, news) {
    const replaces = changedKeys(olds, news, ["suite", "channel"]);
    const changes: string[] = [...replaces, ...changedKeys(olds, news, ["contents", "rebuilds", "listings", "hold"])];
    if (!news.tombstones.every((stone) => isTold(olds.tombstones, stone))) changes.push("tombstones");
    if (olds.digest.startsWith(changedMark)) changes.push("digest");
    return { changes, replaces };
  },
  look: lookAtIndex,
  create: write,
  read,
  update: (operation, _olds, news) => write(operation, news),
  delete: remove,
};

const changedMark = "changed: ";

async function write(operation: Operation, news: IndexInputs): Promise<IndexOutputs> {
  const { places, locks, dailiesGoAfter } = operation;
  await ensurePlaces(places);
  return locks.run(tree.index(news), async () => {
    const path = inTree(places, tree.index(news));
    const channel = dirname(path);
    await makeFolder(places, channel);
    await sweepTemporaries(channel);
    const before = await readRemoved(places, news);
    if (before === undefined && (await listChannel(places, news)).published.length > 0) throw forgotten(places, news);
    await appendTombstones(places, news, before);
    const { text, record, isWritten } = await viewOf(places, news);
    const ahead = aheadSigner(operation);
    if (!isWritten) {
      await replaceSigned(path, text, await signIndexAhead(ahead, news, text));
      await rememberIndex(places, record, text);
    }
    await writeResults(channel, record);
    await writeReaders(operation, record, ahead);
    await replaceFile(join(channel, setFiles.page), channelPage(news, dailiesGoAfter));
    await correctModes(await wrongChannelModes(places, news));
    await sweepRemoved(places, news, before?.tombstones ?? []);
    await signReaders(operation, record, ahead);
    return { ...news, digest: sha256OfText(text) };
  });
}

/** With an empty removed.json, removed versions could be published again. */
const forgotten = (places: Places, channel: ChannelIdentity): UserError =>
  new UserError({
    where: inTree(places, tree.removed(channel)),
    value: "",
    expected: "what was removed, here or in index.json, since the channel has sets",
    remedy: "restore one of the two from a backup",
  });

/** The state, with the changes in place of the digest, so that a refresh leads to an update, which writes it again. */
async function read({ places }: Operation, olds: IndexOutputs): Promise<IndexOutputs | undefined> {
  const [record, removed] = [await wholeIndex(places, olds), await readRemoved(places, olds)];
  if (record === undefined && removed === undefined) return undefined;
  const isWhole = removed !== undefined && (await isWritten(places, removed));
  if (!isWhole || !olds.tombstones.every((stone) => isTold(removed.tombstones, stone)))
    return { ...olds, digest: `${changedMark}removed.json` };
  return record !== undefined && sha256OfText(indexText(record)) === olds.digest
    ? olds
    : { ...olds, digest: `${changedMark}index.json` };
}

/** The tombstones stay for good; the index goes with the last set. */
async function remove({ places }: Operation, olds: IndexOutputs): Promise<void> {
  const { published } = await listChannel(places, olds);
  if (published.length === 0) return;
  throw new UserError({
    where: inTree(places, tree.index(olds)),
    value: "",
    expected: "no set in the channel before its index is deleted",
    remedy: "let the plan remove the sets first",
  });
}

/** Removes from staging what is left of images whose tombstones were there before this run; nothing from the tree. */
async function sweepRemoved(places: Places, channel: ChannelIdentity, tombstones: readonly Tombstone[]): Promise<void> {
  const versions = new Set(await listHidden(places, channel));
  for (const { image: name, target } of tombstones) {
    const image = target === mirrorTarget.name ? parseImageName(name) : undefined;
    if (image !== undefined && versions.has(image.version)) await removeHidden(places, image);
  }
}
