import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../storage/command.ts";

/** The guest's user data and metadata. */
interface Seed {
  hostname: string;
  userData: string;
  /** Network settings in addition to those of DHCP. */
  resolver: string;
}

/** Makes a disk in the folder that cloud-init's data source NoCloud reads; gives its path. */
export async function makeSeed(
  folder: string,
  { hostname, userData, resolver }: Seed,
  signal: AbortSignal,
): Promise<string> {
  const path = join(folder, "seed.iso");
  const files = {
    "meta-data": `instance-id: ${hostname}\nlocal-hostname: ${hostname}\n`,
    "user-data": userData,
    "network-config": networkConfig(resolver),
  };
  const paths = Object.entries(files).map(([name, text]) => ({ path: join(folder, name), text }));
  for (const each of paths) await writeFile(each.path, each.text);
  const args = ["-quiet", "-output", path, "-volid", "cidata", "-joliet", "-rock", ...paths.map((each) => each.path)];
  await runCommand("genisoimage", args, { signal, take: async (output) => void output.resume() });
  return path;
}

/** Matches the only interface, whatever its name. */
const networkConfig = (resolver: string): string => `version: 2
ethernets:
  only:
    match: {name: "e*"}
    dhcp4: true
    nameservers: {addresses: [${resolver}]}
`;
