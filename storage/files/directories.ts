import { rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { hasCode } from "./fault.ts";

/** Removes a directory and those around it as long as each is empty, up to but without `root`. */
export async function removeEmptyUpTo(root: string, directory: string): Promise<void> {
  for (let path = directory; path !== root && path.startsWith(root); path = dirname(path)) {
    try {
      await rmdir(path);
    } catch (error) {
      if (hasCode(error, "ENOTEMPTY", "EEXIST")) return;
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
}
