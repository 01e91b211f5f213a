import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { alone } from "./lock.mjs";

/**
 * Makes a folder of the cache, unless it exists. After a kill it exists whole or not at all.
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
