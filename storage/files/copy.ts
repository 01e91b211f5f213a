import { constants } from "node:fs";
import { copyFile, link, rm } from "node:fs/promises";
import { hasCode } from "./fault.ts";

/** Copies a file without passing its bytes through this process; shares them where the file system can. */
export async function copyOf(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
}

/**
 * Gives a file a second name, so that both channels hold the same bytes once; a copy where it is on another file system,
 * has all the links it can have, or is somebody else's. Files with two names are never written in place.
 */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  try {
    await link(from, to);
  } catch (error) {
    if (!hasCode(error, "EXDEV", "EMLINK", "EPERM", "ENOTSUP")) throw error;
    await copyOf(from, to);
  }
}
