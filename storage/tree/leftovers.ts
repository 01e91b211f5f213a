import { readdir, rm } from "node:fs/promises";
import { dirname, basename } from "node:path";
import { parseImageName, setDirectory, type Image } from "../../images/model/image.ts";
import { staging, tree } from "../../images/tree/layout.ts";
import { removeEmptyUpTo } from "../files/directories.ts";
import { ifPresent } from "../files/fault.ts";
import { inStaging, inTree, type Places } from "./places.ts";
import { readText } from "./record-file.ts";
import { hasStaged, type ChannelIdentity } from "./records.ts";

/** A stack without a suite or a channel is responsible for all of them. */
type Scope = { [Key in keyof ChannelIdentity]: ChannelIdentity[Key] | null };

/**
 * Removes images that a dead run had in the making: their folders of work, and what it had moved to their set's directory
 * already, before it wrote their record. Answers their names. In other channels a run may be alive, so they are left alone.
 */
export async function removeLeftovers(places: Places, scope: Scope): Promise<string[]> {
  const begun = await namesOf(inStaging(places, staging.workRoot), scope);
  for (const name of begun) await rm(inStaging(places, staging.work(name)), { recursive: true, force: true });
  const moved = await removeMoved(places, scope);
  return [...new Set([...begun, ...moved])];
}

async function removeMoved(places: Places, scope: Scope): Promise<string[]> {
  const removed = new Set<string>();
  const root = inStaging(places, staging.setsRoot);
  for (const path of (await ifPresent(readdir(root, { recursive: true }))) ?? []) {
    const image = imageIn(basename(path).replace(/\..*$/, ""), scope);
    if (image === undefined || dirname(path) !== `${setDirectory(image.parts)}/files`) continue;
    if (await isRemembered(places, image)) continue;
    const file = inStaging(places, `${staging.setsRoot}/${path}`);
    await rm(file, { recursive: true, force: true });
    await removeEmptyUpTo(places.staging, dirname(file));
    removed.add(image.name);
  }
  return [...removed];
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

function imageIn(name: string, { suite, channel }: Scope): Named | undefined {
  const parts = parseImageName(name);
  const isOurs = parts?.suite === (suite ?? parts?.suite) && parts?.channel === (channel ?? parts?.channel);
  return parts !== undefined && isOurs ? { name, parts } : undefined;
}

async function namesOf(folder: string, scope: Scope): Promise<string[]> {
  const names = (await ifPresent(readdir(folder))) ?? [];
  return names.filter((name) => imageIn(name, scope) !== undefined);
}
