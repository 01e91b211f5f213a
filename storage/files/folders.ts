import { chmod, mkdir } from "node:fs/promises";
import { dirname, sep } from "node:path";

/** Readable for everybody. */
export const publicMode = 0o755;
/** Staging is private. */
export const privateMode = 0o700;

export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}${sep}`);

/** Makes a folder and its missing parents: in the tree readable for everybody, whatever the umask; in staging private. */
export async function makeFolder({ tree }: { tree: string }, path: string): Promise<void> {
  if (isInside(path, tree)) await makePublicFolder(path);
  else await mkdir(path, { recursive: true, mode: privateMode });
}

/** As `makeFolder`, for a folder that is or becomes part of the tree. An existing folder keeps its mode. */
export async function makePublicFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) await chmod(folder, publicMode);
}
