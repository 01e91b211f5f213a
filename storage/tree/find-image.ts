import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { imageName, parseImageName, type Image } from "../../images/model/image.ts";
import { staging, tree } from "../../images/tree/layout.ts";
import type { ImageRecord, StagedRecord } from "../../images/tree/record.ts";
import { ifPresent } from "../files/fault.ts";
import { inStaging, inTree, type Places } from "./places.ts";
import { readSet, readStaged } from "./records.ts";

/** What the tree remembers of an image. */
export interface FoundImage {
  record: ImageRecord;
  /** Set while it is not shown. */
  staged?: StagedRecord;
}

export function imageNamed(name: string): Image {
  const image = parseImageName(name);
  if (image !== undefined) return image;
  throw new UserError({
    where: "image",
    value: name,
    expected: "an image's name, as debian-13-genericcloud-amd64-daily-20260717-2542",
    remedy: "correct the name",
  });
}

export async function findImage(places: Places, image: Image): Promise<FoundImage | undefined> {
  const name = imageName(image);
  const shown = (await readSet(places, image))?.images.find((record) => record.name === name);
  if (shown !== undefined) return { record: shown };
  const staged = await readStaged(places, image, name);
  return staged === undefined ? undefined : { record: staged.image, staged };
}

/** The directories that may hold an image's files, in the order of a life. */
export const directoriesOf = (places: Places, image: Image) => ({
  staging: inStaging(places, staging.files(image)),
  tree: inTree(places, tree.set(image)),
  quarantine: inStaging(places, staging.quarantine(image)),
  leaving: inStaging(places, staging.leaving(image)),
});

/** The image's entries in a directory: its files, and what belongs to them (`NAME.tests/`). */
export async function entriesOf(image: Image, directory: string): Promise<string[]> {
  const names = (await ifPresent(readdir(directory))) ?? [];
  return names.filter((name) => name.startsWith(`${imageName(image)}.`)).map((name) => join(directory, name));
}

/** Where the image's files are now; the place where they belong when there are none. */
export async function directoryOf(places: Places, image: Image, found: FoundImage): Promise<string> {
  const { staging: made, tree: shown, quarantine } = directoriesOf(places, image);
  const home = found.staged === undefined ? shown : made;
  if ((await entriesOf(image, home)).length > 0) return home;
  return (await entriesOf(image, quarantine)).length > 0 ? quarantine : home;
}

/** Whether anything of the image is anywhere. */
export async function hasFiles(places: Places, image: Image): Promise<boolean> {
  const entries = await Promise.all(Object.values(directoriesOf(places, image)).map((path) => entriesOf(image, path)));
  return entries.flat().length > 0;
}
