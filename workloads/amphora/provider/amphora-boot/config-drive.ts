import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../../../storage/command.ts";

/** Makes a disk in the folder as Nova gives it to an amphora, which reads no other (cloud-init's data source ConfigDrive); its path. */
export async function makeConfigDrive(folder: string, userData: string, signal: AbortSignal): Promise<string> {
  const root = join(folder, "drive");
  const latest = join(root, "openstack", "latest");
  await mkdir(latest, { recursive: true });
  const meta = { uuid: "6f1d4f0e-52c1-4e1a-9a6e-2f7b1c3d5e70", name: "amphora", hostname: "amphora" };
  await writeFile(join(latest, "meta_data.json"), JSON.stringify(meta));
  await writeFile(join(latest, "user_data"), userData);
  const path = join(folder, "config-drive.iso");
  const args = ["-quiet", "-output", path, "-volid", "config-2", "-joliet", "-rock", root];
  await runCommand("genisoimage", args, { signal, take: async (output) => void output.resume() });
  return path;
}
