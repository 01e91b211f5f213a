import { chmod, mkdir } from "node:fs/promises";
import { dirname, sep } from "node:path";
import type { Places } from "./places.ts";

/** Everybody may read it. */
export const publicMode = 0o755;
/** Nothing in staging is for anybody else's eyes. */
export const privateMode = 0o700;

export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}${sep}`);

/** Makes a folder, and those around it that are missing: in the tree for everybody, whatever the umask; in staging for nobody else. */
export async function makeFolder({ tree }: Pick<Places, "tree">, path: string): Promise<void> {
  if (isInside(path, tree)) await makePublicFolder(path);
  else await mkdir(path, { recursive: true, mode: privateMode });
}

/** As `makeFolder`, of what is or becomes part of the tree. A folder that was there keeps its mode. */
export async function makePublicFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) await chmod(folder, publicMode);
}
