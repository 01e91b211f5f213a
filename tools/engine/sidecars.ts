import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ifPresent } from "../../storage/files/fault.ts";

/**
 * Removes what a killed run can leave of the file backend's attributes: the engine makes `NAME.attrs` beside each file it
 * writes (gocloud.dev's fileblob), first empty, and then can read neither an empty one nor the file beside it ("EOF"). It
 * does well without one, so taking one away from a live run does no harm. `root`: the backend's folder.
 */
export async function removeEmptySidecars(root: string): Promise<void> {
  const state = path.join(root, ".pulumi");
  for (const folder of [state, ...(await foldersBelow(path.join(state, "stacks"), path.join(state, "locks")))]) {
    const names = (await ifPresent(readdir(folder))) ?? [];
    for (const name of names.filter((each) => each.endsWith(".attrs"))) {
      const file = path.join(folder, name);
      if ((await ifPresent(stat(file)))?.size === 0) await rm(file, { force: true });
    }
  }
}

async function foldersBelow(...roots: string[]): Promise<string[]> {
  const folders = roots.map(async (root) => {
    const entries = (await ifPresent(readdir(root, { recursive: true, withFileTypes: true }))) ?? [];
    return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
  });
  return (await Promise.all(folders)).flat();
}
