import { readdir, rm } from "node:fs/promises";
import { dirname, basename } from "node:path";
import { parseImageName, type Image } from "../../images/model/image.ts";
import { staging, tree } from "../../images/tree/layout.ts";
import { removeEmptyUpTo } from "../files/directories.ts";
import { ifPresent } from "../files/fault.ts";
import { bringBack } from "./aside.ts";
import { inStaging, inTree, type Places } from "./places.ts";
import { readText } from "./record-file.ts";
import { hasStaged, type ChannelIdentity } from "./records.ts";

/** A stack without a suite or a channel is responsible for all of them. */
type Scope = { [Key in keyof ChannelIdentity]: ChannelIdentity[Key] | null };

/**
 * Removes images that a dead run had in the making: their folders of work, and what it had moved to their set's directory
 * already, before it wrote their record. What it had set aside waits again. Answers the names of what is removed. In other channels a
 * run may be alive, so they are left alone.
 */
export async function removeLeftovers(places: Places, scope: Scope): Promise<string[]> {
  const begun = await namesOf(inStaging(places, staging.workRoot), scope);
  for (const name of begun) await rm(inStaging(places, staging.work(name)), { recursive: true, force: true });
  for (const { parts } of await imagesIn(places, scope, staging.aside)) await bringBack(places, parts);
  const moved = await removeMoved(places, scope);
  return [...new Set([...begun, ...moved])];
}

async function removeMoved(places: Places, scope: Scope): Promise<string[]> {
  const removed = new Set<string>();
  for (const image of await imagesIn(places, scope, staging.files)) {
    if (await isRemembered(places, image)) continue;
    await rm(image.file, { recursive: true, force: true });
    await removeEmptyUpTo(places.staging, dirname(image.file));
    removed.add(image.name);
  }
  return [...removed];
}

/** The entries of images in a directory of their sets in staging. */
async function imagesIn(places: Places, scope: Scope, directory: (set: Image) => string): Promise<Entry[]> {
  const paths = (await ifPresent(readdir(inStaging(places, staging.setsRoot), { recursive: true }))) ?? [];
  return paths.flatMap((each) => {
    const path = `${staging.setsRoot}/${each}`;
    const image = imageIn(basename(path).replace(/\..*$/, ""), scope);
    const isThere = image !== undefined && dirname(path) === directory(image.parts);
    return isThere ? [{ ...image, file: inStaging(places, path) }] : [];
  });
}

/** The index tells of an image whose record somebody removed. */
async function isRemembered(places: Places, { name, parts }: Named): Promise<boolean> {
  if (hasStaged(places, parts, name)) return true;
  const texts = await Promise.all(
    [tree.setRecord(parts), tree.index(parts)].map((path) => readText(inTree(places, path))),
  );
  return texts.some((text) => text?.includes(`"${name}"`) === true);
}

interface Named {
  name: string;
  parts: Image;
}

interface Entry extends Named {
  file: string;
}

function imageIn(name: string, { suite, channel }: Scope): Named | undefined {
  const parts = parseImageName(name);
  const isOurs = parts?.suite === (suite ?? parts?.suite) && parts?.channel === (channel ?? parts?.channel);
  return parts !== undefined && isOurs ? { name, parts } : undefined;
}

async function namesOf(folder: string, scope: Scope): Promise<string[]> {
  const names = (await ifPresent(readdir(folder))) ?? [];
  return names.filter((name) => imageIn(name, scope) !== undefined);
}
