import { readdir, rm } from "node:fs/promises";
import { imageName, setDirectory, type Image } from "../../../images/model/image.ts";
import { isSetFile } from "../../../storage/tree/set-files.ts";
import type { ImageFilesOutputs } from "../../../images/tree/resources.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { removeEmptyUpTo } from "../../../storage/files/directories.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { removeStaged } from "../../../storage/tree/records.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { requireTombstone } from "../../../storage/tree/tombstone.ts";
import { directoriesOf, entriesOf, findImage, hasFiles, imageNamed } from "../../../storage/tree/find-image.ts";

/** Removes an image's files wherever they are, then its staged record; only of an image whose removal was recorded before. */
export async function remove({ places, locks }: Operation, olds: ImageFilesOutputs): Promise<void> {
  const image = imageNamed(olds.image);
  await locks.run(setDirectory(image), async () => {
    if (!(await wasNeverMade(places, image, olds)))
      await requireTombstone(places, image, { image: olds.image, target: mirrorTarget.name });
    await removeFiles(directoriesOf(places, image).tree, image);
    await removeHidden(places, image);
  });
}

/** An image that broke while it was made, and has no files, needs no tombstone. */
async function wasNeverMade(places: Places, image: Image, { outcome }: ImageFilesOutputs): Promise<boolean> {
  if (!outcome.startsWith("broken") || (await findImage(places, image)) !== undefined) return false;
  return !(await hasFiles(places, image));
}

async function removeFiles(directory: string, image: Image): Promise<void> {
  for (const path of await entriesOf(image, directory)) await rm(path, { recursive: true, force: true });
}

/** Removes the image's files in staging, and their directory if it holds no other image. */
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
