import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../../mirror/image-files/command.ts";

/** What a guest is told of itself. */
export interface Seed {
  hostname: string;
  userData: string;
}

/** Makes a disk in the folder that cloud-init's data source NoCloud reads; gives its path. */
export async function makeSeed(folder: string, { hostname, userData }: Seed, signal: AbortSignal): Promise<string> {
  const path = join(folder, "seed.iso");
  const metaData = join(folder, "meta-data");
  const userDataFile = join(folder, "user-data");
  await writeFile(metaData, `instance-id: ${hostname}\nlocal-hostname: ${hostname}\n`);
  await writeFile(userDataFile, userData);
  const args = ["-quiet", "-output", path, "-volid", "cidata", "-joliet", "-rock", userDataFile, metaData];
  await runCommand("genisoimage", args, { signal, take: async (output) => void output.resume() });
  return path;
}
