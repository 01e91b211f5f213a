import { rm } from "node:fs/promises";
import { parseImageName, setDirectory, type Image } from "../../images/model/image.ts";
import { tree } from "../../images/tree/layout.ts";
import type { ImageRecord, SetRecord } from "../../images/tree/record.ts";
import type { LatestInputs } from "../../images/tree/resources.ts";
import { sumsOf } from "../../images/tree/texts/set-texts.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { replaceOrRemove, replaceSigned } from "../../storage/files/atomic.ts";
import { inTree } from "../../storage/tree/places.ts";
import { indexText, readSet, writeSet } from "../../storage/tree/records.ts";
import { rememberIndex, wholeIndex } from "../../storage/tree/second-copy.ts";
import type { Operation } from "../../provider-sdk/kind.ts";
import { isShown, mirrorOf } from "./target-states.ts";
import { leaveTree } from "./version/quarantine.ts";
import { dirname } from "node:path";
import { writeReaders } from "./index/readers.ts";
import { writeResults } from "./index/results.ts";

/** Images, each with a target where it becomes private. */
export type Leaving = NonNullable<LatestInputs["unlist"]>;

type Channel = Pick<Image, "suite" | "channel">;

/**
 * Removes the images from every public list: the channel's index, then their set's checksums and record. A set without
 * remaining images leaves as a whole, by one rename. Its own resources record the result afterwards.
 */
export async function unlist(operation: Operation, channel: Channel, leaving: Leaving): Promise<void> {
  if (leaving.length === 0) return;
  await unlistInIndex(operation, channel, leaving);
  const images = leaving.map(({ image }) => parseImageName(image)).filter((image) => image !== undefined);
  for (const set of new Map(images.map((image) => [setDirectory(image), image])).values()) {
    await operation.locks.run(setDirectory(set), () => unlistInSet(operation, set, leaving));
  }
}

async function unlistInIndex(operation: Operation, channel: Channel, leaving: Leaving): Promise<void> {
  const { places, locks } = operation;
  await locks.run(tree.index(channel), async () => {
    const index = await wholeIndex(places, channel);
    if (index === undefined) return;
    const sets = index.sets.map((set) => ({ ...set, images: set.images.map((image) => unlisted(image, leaving)) }));
    const path = inTree(places, tree.index(channel));
    const record = { ...index, sets };
    const text = indexText(record);
    await replaceSigned(path, text);
    await rememberIndex(places, record, text);
    await writeResults(dirname(path), record);
    await writeReaders(operation, record);
  });
}

async function unlistInSet({ places }: Operation, set: Image, leaving: Leaving): Promise<void> {
  const found = await readSet(places, set);
  if (found === undefined) return;
  const record = { ...found, images: found.images.map((image) => unlisted(image, leaving)) };
  if (leavesNothing(record, leaving) && (await leaveTree(places, record))) return;
  await rm(inTree(places, tree.signature(set)), { force: true });
  for (const [name, text] of Object.entries(sumsOf(staying(record, leaving))))
    await replaceOrRemove(inTree(places, `${tree.set(set)}/${name}`), text);
  await writeSet(places, record);
}

const leavesTree = ({ name }: ImageRecord, leaving: Leaving): boolean =>
  leaving.some(({ image, target }) => image === name && target === mirrorTarget.name);

const staying = (record: SetRecord, leaving: Leaving): SetRecord => ({
  ...record,
  images: record.images.filter((image) => !leavesTree(image, leaving)),
});

const leavesNothing = (record: SetRecord, leaving: Leaving): boolean =>
  !staying(record, leaving).images.some((image) => isShown(mirrorOf(image)?.phase));

/** Its references in the tree no longer work; those at other targets are needed to hide it there. */
function unlisted(image: ImageRecord, leaving: Leaving): ImageRecord {
  const targets = leaving.flatMap(({ image: name, target }) => {
    const recorded = name === image.name ? image.targets[target] : undefined;
    if (recorded === undefined) return [];
    const refs = target === mirrorTarget.name ? [] : recorded.refs;
    return [[target, { ...recorded, listed: false, refs }] as const];
  });
  return targets.length === 0 ? image : { ...image, targets: { ...image.targets, ...Object.fromEntries(targets) } };
}
