import { access, chmod, constants, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { staging as stagingLayout } from "../../images/tree/layout.ts";
import { hasCode, ifPresent } from "../files/fault.ts";
import { isInside, makePublicFolder, privateMode } from "../files/folders.ts";
import { mountOf, mountPoints } from "../files/mounts.ts";

/** The two roots on this machine, as absolute paths: what the world sees, and what it does not see yet or any more. */
export interface Places {
  tree: string;
  staging: string;
}

export const inTree = ({ tree }: Places, path: string): string => join(tree, path);
export const inStaging = ({ staging }: Places, path: string): string => join(staging, path);

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
  refuseOtherFileSystem(realTree, realStaging, tree, staging);
  return places;
}

/** The same for a folder in the tree, which may be a link or a mount: throws a UserError if no rename leads into it. */
export async function checkFolder({ tree, staging }: Places, folder: string): Promise<void> {
  const path = join(tree, folder);
  refuseOtherFileSystem(await existing(path), await existing(staging), path, staging);
}

function refuseOtherFileSystem(tree: Existing, staging: Existing, treeName: string, stagingName: string): void {
  const points = mountPoints();
  const [treeMount, stagingMount] = [tree, staging].map(({ path }) => mountOf(path, points));
  if (tree.device === staging.device && treeMount === stagingMount) return;
  const mounts =
    treeMount === stagingMount
      ? ""
      : ` (${treeName} is on what is mounted at ${treeMount ?? "/"}, mirror.staging at ${stagingMount ?? "/"})`;
  throw new UserError({
    where: "mirror.staging",
    value: stagingName,
    expected: `the file system of the tree ${treeName}, and the same mount of it, so that a set is published by one rename${mounts}`,
    remedy:
      "set mirror.staging to a folder on that file system, below the same mount; where the tree is a bind mount, mount the folder around both",
  });
}

/** Makes missing roots, and checks that both can be written and that staging is private. */
export async function ensurePlaces({ tree, staging }: Places): Promise<void> {
  await makePublicFolder(tree);
  await mkdir(dirname(staging), { recursive: true });
  await mkdir(staging, { recursive: true, mode: privateMode });
  for (const folder of await privateFolders({ staging })) {
    refuseOtherOwner(folder);
    if (folder.mode !== privateMode) await chmod(folder.path, privateMode);
  }
  // on a read-only file system Node's recursive mkdir says ENOENT, which sends people the wrong way
  for (const root of [tree, staging]) await access(root, constants.W_OK);
}

interface PrivateFolder {
  path: string;
  mode: number;
  owner: number;
}

/** Staging and its existing direct subfolders, with their status. */
export async function privateFolders({ staging }: Pick<Places, "staging">): Promise<PrivateFolder[]> {
  const paths = [staging, ...stagingLayout.roots.map((name) => join(staging, name))];
  const found = await Promise.all(
    paths.map(async (path) => {
      const status = await ifPresent(stat(path));
      return status === undefined ? [] : [{ path, mode: status.mode & 0o7777, owner: status.uid }];
    }),
  );
  return found.flat();
}

/** A folder's owner can read it, whatever its mode. */
function refuseOtherOwner({ path, owner }: PrivateFolder): void {
  const self = process.getuid?.();
  if (self === undefined || owner === self) return;
  throw new UserError({
    where: path,
    value: `owned by user ${owner}`,
    expected: `a folder of user ${self}, who runs this: what is not public lies in it`,
    remedy: `run as user ${owner}, or give the folder over: chown -R ${self} ${path}`,
  });
}

interface Existing {
  path: string;
  device: number;
}

/** The path with its links followed, as far as it exists, and the file system that it is or will be on. */
async function existing(path: string): Promise<Existing> {
  try {
    return { path: await realpath(path), device: (await stat(path)).dev };
  } catch (error) {
    if (!hasCode(error, "ENOENT") || dirname(path) === path) throw error;
    const parent = await existing(dirname(path));
    return { path: join(parent.path, path.slice(dirname(path).length)), device: parent.device };
  }
}
