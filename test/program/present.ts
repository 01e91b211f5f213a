import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseImageName } from "../../images/model/image.ts";
import { staging } from "../../images/tree/layout.ts";
import { hasStaged } from "../../storage/tree/records.ts";
import type { World } from "../engine/world/world.ts";

/**
 * The images whose archive is in the tree or in staging. One in the making does not count: until its record is written, the next run
 * removes what a kill left of it.
 */
export async function presentIn({ mirror, tree, staging: root }: World): Promise<Set<string>> {
  const entries = await readdir(mirror, { recursive: true, withFileTypes: true }).catch(() => []);
  const isIn = (folder: string, { parentPath }: Dirent): boolean =>
    `${parentPath}${path.sep}`.startsWith(path.join(root, folder, path.sep));
  const isRecorded = (name: string): boolean => {
    const image = parseImageName(name);
    return image !== undefined && hasStaged({ tree, staging: root }, image, name);
  };
  return new Set(
    entries.flatMap((entry) => {
      const name = /^(debian-13-.*-daily-\d{8}-\d+)\.tar\.xz$/.exec(entry.name)?.[1];
      if (name === undefined || !entry.isFile() || isIn(staging.workRoot, entry)) return [];
      return isIn(staging.setsRoot, entry) && !isRecorded(name) ? [] : [name];
    }),
  );
}
