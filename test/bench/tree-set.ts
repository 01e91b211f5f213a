import { parseVersion } from "../../images/model/version.ts";
import { vendorDisk } from "../../tools/sample/disk.ts";
import { madeBuilds, type MadeBuild } from "./builds.ts";

const version = parseVersion("20260717-2542");

/** Disks as large as Debian's, with as much in them: from 3 to 30 GiB, 500 MiB to 1 GiB used. */
const images = [
  { vendor: "generic", arch: "amd64", size: 900 },
  { vendor: "genericcloud", arch: "arm64", size: 600 },
  { vendor: "azure", arch: "amd64", size: 1000 },
  { vendor: "ec2", arch: "arm64", size: 500 },
] as const;

export async function treeSet(): Promise<MadeBuild[]> {
  if (version === undefined) throw new RangeError("not a version");
  return madeBuilds(
    // with the CI's preset xz takes five minutes for them; unpacking takes equally long after any preset
    images.map((image) => ({ suite: "trixie", version, disk: vendorDisk(image), preset: 1, ...image })),
    "tree-set-2",
  );
}
