import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { cache } from "../../tools/setup/bootstrap/folders.mjs";

/** A folder outside the project, because the engine walks the project at each run. */
export const benchFolder = path.join(cache, "bench");

/** Works in a folder of its own, which is removed afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  await mkdir(benchFolder, { recursive: true });
  const folder = await mkdtemp(path.join(benchFolder, "run-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
