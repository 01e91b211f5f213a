import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { alone } from "./lock.mjs";

/**
 * Fills a folder of the cache, unless it is there. It appears whole or not at all, whatever is killed meanwhile.
 * @param {string} folder
 * @param {(staging: string) => Promise<void>} fill
 */
export async function makeOnce(folder, fill) {
  if (existsSync(folder)) return;
  await alone(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const staging = `${folder}.partial`;
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    try {
      await fill(staging);
      await rename(staging, folder);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}
