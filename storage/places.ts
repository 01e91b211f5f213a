import { access, constants, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { UserError } from "../images/errors.ts";
import { hasCode } from "./fault.ts";

/** The two roots on this machine, as absolute paths: what the world sees, and what it does not see yet or any more. */
export interface Places {
  tree: string;
  staging: string;
}

export const inTree = ({ tree }: Places, path: string): string => join(tree, path);
export const inStaging = ({ staging }: Places, path: string): string => join(staging, path);

/** Nothing in staging is for anybody else's eyes. */
const privateMode = 0o700;

/**
 * Checks that a rename leads from staging into the tree, and neither lies in the other; throws a UserError.
 * Creates nothing: a preview may ask too, before either exists.
 */
export async function checkPlaces({ tree, staging }: Places): Promise<Places> {
  const places = { tree: resolve(tree), staging: resolve(staging) };
  const [realTree, realStaging] = [await existing(places.tree), await existing(places.staging)];
  if (isInside(realTree.path, realStaging.path) || isInside(realStaging.path, realTree.path))
    throw new UserError({
      where: "mirror.staging",
      value: staging,
      expected: `a folder beside the tree ${tree}, neither in it nor around it`,
      remedy: "set mirror.staging to a folder next to mirror.root",
    });
  if (realTree.device !== realStaging.device)
    throw new UserError({
      where: "mirror.staging",
      value: staging,
      expected: `the file system of the tree ${tree}, so that a set is published by one rename`,
      remedy: "set mirror.staging to a folder on that file system",
    });
  return places;
}

/** Makes both roots where they are missing, and sees that they can be written. */
export async function ensurePlaces({ tree, staging }: Places): Promise<void> {
  await mkdir(tree, { recursive: true });
  await mkdir(dirname(staging), { recursive: true });
  await mkdir(staging, { recursive: true, mode: privateMode });
  // on a read-only file system Node's recursive mkdir says ENOENT, which sends people the wrong way
  for (const root of [tree, staging]) await access(root, constants.W_OK);
}

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}${sep}`);

/** The path with its links followed, as far as it exists, and the file system that it is or will be on. */
async function existing(path: string): Promise<{ path: string; device: number }> {
  try {
    return { path: await realpath(path), device: (await stat(path)).dev };
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(path) === path) throw error;
    const parent = await existing(dirname(path));
    return { path: join(parent.path, path.slice(dirname(path).length)), device: parent.device };
  }
}
