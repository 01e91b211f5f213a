import { rename, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Day } from "../../images/model/day.ts";
import { uuidOfUrl } from "../../images/builds/digest.ts";
import { installedPackages } from "../recipes/contents.ts";
import { diskOfRoot } from "../recipes/disk.ts";
import { installedRoot } from "../recipes/root.ts";
import { bootablePackages } from "../recipes/vendors.ts";
import { sha512 } from "../sample/archive.ts";
import { inWork } from "../sample/artifact.ts";
import { runProgram } from "../sample/program.ts";
import { amphoraName, describeAmphora } from "./description.ts";
import { openstackReleases, type OpenstackRelease } from "./releases.ts";

const arch = "amd64";

/** Octavia's flavors for amphorae have 2 GiB and more. */
const diskSize = 2 * 1024 ** 3;

/** isc-dhcp-client is for ifupdown, which the agent depends on. */
const packages = [
  ...bootablePackages(arch),
  "cloud-guest-utils",
  "cloud-init",
  "isc-dhcp-client",
  `linux-image-cloud-${arch}`,
  "octavia-agent",
];

interface AmphoraOrder {
  release: OpenstackRelease;
  /** Counts the images of one point release. */
  minor: number;
  day: Day;
  /** URL of the Debian archive to install from; default: this machine's. */
  archive?: string | undefined;
}

/** Writes NAME.qcow2 and then NAME.json, as recipes/README.md says, into `folder`. Returns their base path. */
export async function makeAmphora({ archive, ...order }: AmphoraOrder, folder: string): Promise<string> {
  const suite = openstackReleases[order.release];
  const installed = await installedRoot({ name: "amphora", suite, vendor: "amphora", arch, packages }, archive);
  const pointRelease = (await readFile(path.join(installed, "point-release"), "utf8")).trim();
  const name = amphoraName({ ...order, pointRelease });
  return inWork(folder, async (work) => {
    const uuidOf = (purpose: string) => uuidOfUrl(`https://cloud.debian.org/amphora/${name}#${purpose}`);
    await diskOfRoot({ installed, arch, size: diskSize, uuidOf }, work);
    const disk = path.join(work, "disk.qcow2");
    await runProgram("qemu-img", ["convert", "-c", "-O", "qcow2", path.join(work, "disk.raw"), disk]);
    const described = describeAmphora(
      { name, release: order.release, sha512: await sha512(disk) },
      await installedPackages(installed),
    );
    const description = path.join(work, "amphora.json");
    await writeFile(description, `${JSON.stringify(described, undefined, 2)}\n`);
    const base = path.join(folder, name);
    await rename(disk, `${base}.qcow2`);
    await rename(description, `${base}.json`);
    return base;
  });
}
