import { readdir } from "node:fs/promises";
import type { ImageRecord } from "../../../images/tree/record.ts";
import { look, mirrorOf, type ChannelView } from "./outsider.ts";
import type { World } from "../world/world.ts";

/** What an outsider finds in the directory of the world's channel. */
export async function channelOf(world: World): Promise<ChannelView> {
  const { channels } = await look(world.tree);
  const channel = channels.find(({ directory }) => world.path() === `${world.tree}/${directory}`);
  if (channel === undefined) throw new Error(`no channel in ${world.path()}`);
  return channel;
}

/** By version: the phases of its images, `current` or `lost, current`. */
export async function phasesOf(world: World): Promise<Record<string, string>> {
  const { sets, index } = await channelOf(world);
  // a set without public images has no directory, but the index keeps it
  const images = new Map<string, ImageRecord[]>((index?.sets ?? []).map((set) => [set.version, set.images]));
  for (const [version, { record }] of sets) images.set(version, record.images);
  const phases = [...images].map(([version, all]): [string, string] => {
    const found = new Set(all.map((image) => mirrorOf(image).phase));
    return [version, [...found].join(", ")];
  });
  return Object.fromEntries(phases);
}

/** By name in `latest`, a family with its ending: the version to which it leads. */
export async function latestOf(world: World): Promise<Record<string, string>> {
  const { latest } = await channelOf(world);
  const links = [...(latest?.links ?? [])].map(([name, target]): [string, string] => [
    name,
    target.split("/")[0] ?? "",
  ]);
  return Object.fromEntries(links);
}

/** The versions to which the names in `latest` lead. */
export const versionsOf = async (world: World): Promise<string[]> => [...new Set(Object.values(await latestOf(world)))];

/** The versions that have a directory in the tree. */
export async function setsOf(world: World): Promise<string[]> {
  const names = await readdir(world.path()).catch(() => []);
  return names.filter((name) => /^\d{8}-/.test(name)).toSorted();
}
