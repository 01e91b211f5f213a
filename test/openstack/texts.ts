import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The text of all files in a folder but disks. In a stack's folder the state and its backups are among them. */
export async function textsBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.(raw|qcow2)$/.test(entry.name));
  return (await Promise.all(files.map((file) => readFile(path.join(file.parentPath, file.name), "utf8")))).join("\n");
}
