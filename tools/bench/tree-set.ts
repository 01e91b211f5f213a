import { access } from "node:fs/promises";
import path from "node:path";
import { buildFile, buildName } from "../../images/files.ts";
import { parseVersion } from "../../images/version.ts";
import { makeArtifact } from "../sample/artifact.ts";
import type { SampleBuild } from "../sample/build.ts";
import { benchFolder } from "./folder.ts";
import { say } from "./measure.ts";

const version = parseVersion("20260717-2542");

/** Disks as large as Debian's, with as much in them: from 3 to 30 GiB, 500 MiB to 1 GiB used. */
const images = [
  { vendor: "generic", arch: "amd64", size: 900 },
  { vendor: "genericcloud", arch: "arm64", size: 600 },
  { vendor: "azure", arch: "amd64", size: 1000 },
  { vendor: "ec2", arch: "arm64", size: 500 },
] as const;

/** Makes the builds once for all runs; answers them and their base paths. */
export async function treeSet(): Promise<{ build: SampleBuild; base: string }[]> {
  if (version === undefined) throw new RangeError("not a version");
  const folder = path.join(benchFolder, "tree-set-1");
  const made = [];
  for (const image of images) {
    const build: SampleBuild = { suite: "trixie", version, ...image };
    const base = path.join(folder, buildName(build));
    // the manifest is written last
    if (!(await exists(buildFile(base, "json")))) {
      say(`tree: making ${buildName(build)} (${image.size} MiB used), once for all runs …`);
      await makeArtifact(build, folder);
    }
    made.push({ build, base });
  }
  return made;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
