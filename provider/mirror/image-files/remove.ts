import { readdir, rm } from "node:fs/promises";
import { UserError } from "../../../images/errors.ts";
import { imageName, setDirectory, type Image } from "../../../images/image.ts";
import { isSetFile } from "../../../storage/set-files.ts";
import type { ImageFilesOutputs } from "../../../images/resources.ts";
import { mirrorTarget } from "../../../images/stack-policy.ts";
import { removeEmptyUpTo } from "../../../storage/directories.ts";
import { ifPresent } from "../../../storage/fault.ts";
import type { Places } from "../../../storage/places.ts";
import { readRemoved, removeStaged, type ChannelIdentity } from "../../../storage/records.ts";
import type { Operation } from "../../kind.ts";
import { directoriesOf, entriesOf, findImage, hasFiles, imageNamed } from "./find.ts";

/** Removes an image's files wherever they are, then its staged record; only of an image whose removal was recorded before. */
export async function remove({ places, locks }: Operation, olds: ImageFilesOutputs): Promise<void> {
  const image = imageNamed(olds.image);
  await locks.run(setDirectory(image), async () => {
    if (!(await wasNeverMade(places, image, olds))) await requireTombstone(places, image, olds.image);
    await removeFiles(directoriesOf(places, image).tree, image);
    await removeHidden(places, image);
  });
}

/** Of an image that broke in its making there is nothing to explain. */
async function wasNeverMade(places: Places, image: Image, { outcome }: ImageFilesOutputs): Promise<boolean> {
  if (!outcome.startsWith("broken") || (await findImage(places, image)) !== undefined) return false;
  return !(await hasFiles(places, image));
}

/** Throws a UserError unless `removed.json` says why the image goes from the tree. */
export async function requireTombstone(places: Places, channel: ChannelIdentity, name: string): Promise<void> {
  const removed = await readRemoved(places, channel);
  if (removed?.tombstones.some((stone) => stone.image === name && stone.target === mirrorTarget.name) === true) return;
  throw new UserError({
    where: name,
    value: "",
    expected: "a tombstone in removed.json, which says why it goes, before it is deleted",
    remedy: "let the plan remove it (npm run explain says when); nothing was deleted",
  });
}

async function removeFiles(directory: string, image: Image): Promise<void> {
  for (const path of await entriesOf(image, directory)) await rm(path, { recursive: true, force: true });
}

/** Removes what staging holds of the image, and what is left of a directory that holds no other. */
export async function removeHidden(places: Places, image: Image): Promise<void> {
  const { staging, quarantine, leaving } = directoriesOf(places, image);
  for (const directory of [staging, quarantine, leaving]) {
    await removeFiles(directory, image);
    const rest = (await ifPresent(readdir(directory))) ?? [];
    if (rest.every(isSetFile)) await rm(directory, { recursive: true, force: true });
    await removeEmptyUpTo(places.staging, directory);
  }
  await removeStaged(places, image, [imageName(image)]);
}
