import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { project } from "../setup/bootstrap/folders.mjs";

export const recipes = path.join(project, "recipes");

/** A digest of what an image is made of: files and folders, by their paths below `recipes/`, and words for the rest. */
export async function recipeDigest(files: readonly string[], words: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await Promise.all(files.map(filesBelow))).flat()) {
    hash.update(`${file}\0`).update(await readFile(path.join(recipes, file)));
  }
  return hash.update(JSON.stringify(words)).digest("hex").slice(0, 16);
}

/** The file itself, or all files of a folder, in order. */
async function filesBelow(name: string): Promise<string[]> {
  const below = await readdir(path.join(recipes, name), { recursive: true, withFileTypes: true }).catch(() => []);
  const files = below.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return files.length === 0 ? [name] : files.map((file) => path.relative(recipes, file)).sort();
}
