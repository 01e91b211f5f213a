import { availableParallelism } from "node:os";
import path from "node:path";
import { publishDirectly } from "../../worlds/direct.ts";
import { publishBare } from "../bare-tools.ts";
import type { Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare } from "../measure.ts";
import { type MadeBuild, madeBuilds } from "../builds.ts";
import { parseVersion } from "../../../images/model/version.ts";
import { vendorDisk } from "../../../tools/sample/disk.ts";

/** A set of real size, from the builds to published files with every check, against the programs that do the same by hand. */
export const tree: Bench = {
  name: "tree",
  goal: 1.05,
  against: "xz, tar, qemu-img and sha512sum, two images at a time",
  async run() {
    const builds = await treeSet();
    return compare({
      name: "tree",
      rounds: 3,
      ours: () => inFolder((folder) => ours(builds, folder)),
      bare: () => inFolder((folder) => publishBare(builds, folder)),
    });
  },
};

const ours = (builds: readonly MadeBuild[], folder: string): Promise<void> =>
  publishDirectly(
    builds.map(({ base }) => base),
    { tree: path.join(folder, "tree"), staging: path.join(folder, "staging") },
    availableParallelism(),
  );

const version = parseVersion("20260717-2542");

/** Disks as large as those of Debian's images, 3 to 30 GiB, of which 500 MiB to 1 GiB are used. */
const images = [
  { vendor: "generic", arch: "amd64", size: 900 },
  { vendor: "genericcloud", arch: "arm64", size: 600 },
  { vendor: "azure", arch: "amd64", size: 1000 },
  { vendor: "ec2", arch: "arm64", size: 500 },
] as const;

async function treeSet(): Promise<MadeBuild[]> {
  if (version === undefined) throw new RangeError("not a version");
  return madeBuilds(
    // with the CI's preset xz takes five minutes for them; unpacking takes equally long after any preset
    images.map((image) => ({ suite: "trixie", version, disk: vendorDisk(image), preset: 1, ...image })),
    "tree-set-2",
  );
}
