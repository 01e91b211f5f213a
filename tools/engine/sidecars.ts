import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ifPresent } from "../../storage/files/fault.ts";

/**
 * Removes empty files `NAME.attrs` from a file backend. The engine writes one beside each of its files (gocloud.dev's fileblob),
 * and makes it empty first. After a kill at that moment it can read neither the empty one nor the file beside it ("EOF"). It does
 * not need the attributes, so removing those of a live run does no harm. `root`: the backend's folder.
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
