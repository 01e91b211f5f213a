import { open } from "node:fs/promises";
import type { Version } from "../../../images/model/version.ts";
import { fileTime } from "../../../storage/tree/damage.ts";

/** Gives a file the mode and the time of published files, and waits until it is on the disk. */
export async function finishFile(path: string, version: Version): Promise<void> {
  const file = await open(path, "r");
  try {
    const time = fileTime(version);
    await file.chmod(0o644);
    await file.utimes(time, time);
    await file.sync();
  } finally {
    await file.close();
  }
}
