import { rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { setDirectory, type Image } from "../../../images/model/image.ts";
import type { ImageFilesInputs } from "../../../images/tree/resources.ts";
import { syncDirectory } from "../../../storage/files/atomic.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import type { Places } from "../../../storage/tree/places.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { directoriesOf, entriesOf, type FoundImage } from "../../../storage/tree/find-image.ts";

/**
 * Moves an image's files into quarantine, or back when a lost image is whole again; each by one
 * rename, so that a kill leaves them in either place. From staging into the tree they go with their set.
 */
export async function settlePlace(
  { places, locks }: Operation,
  image: Image,
  { found, place }: { found: FoundImage; place: ImageFilesInputs["place"] },
): Promise<void> {
  const { tree, staging, quarantine } = directoriesOf(places, image);
  const home = found.staged === undefined ? tree : staging;
  await locks.run(setDirectory(image), async () => {
    if (place === "quarantine") await moveAll(places, image, { from: home, to: quarantine });
    else await moveAll(places, image, { from: quarantine, to: home });
  });
}

/** Moves an image's files between two directories of the same file system. */
export async function moveAll(places: Places, image: Image, { from, to }: { from: string; to: string }): Promise<void> {
  const paths = await entriesOf(image, from);
  if (paths.length === 0) return;
  await makeFolder(places, to);
  for (const path of paths) await rename(path, join(to, basename(path)));
  await syncDirectory(to);
  await syncDirectory(from);
}
