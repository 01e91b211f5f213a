import { availableParallelism } from "node:os";
import path from "node:path";
import { publishDirectly } from "../worlds/direct.ts";
import { publishBare } from "./bare-tools.ts";
import type { Bench } from "./bench.ts";
import { inFolder } from "./folder.ts";
import { compare } from "./measure.ts";
import type { MadeBuild } from "./builds.ts";
import { treeSet } from "./tree-set.ts";

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
