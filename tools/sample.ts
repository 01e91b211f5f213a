import { availableParallelism } from "node:os";
import { buildName } from "../images/files.ts";
import { makeArtifact } from "./sample/artifact.ts";
import type { SampleBuild } from "./sample/build.ts";
import { readOptions } from "./sample/options.ts";
import { withProgress } from "./setup/progress.mjs";

/** Writes builds that look like debian-cloud-images' own, for trying things. The same arguments give the same bytes. */
export async function main(args: string[]): Promise<number> {
  const { folder, suite, version, images, size } = readOptions(args, new Date());
  const builds = images.map((image): SampleBuild => ({ suite, version, size, ...image }));
  await withProgress(`making ${builds.length} images of ${suite}, version ${version}`, () => makeAll(builds, folder));
  for (const build of builds) console.log(buildName(build));
  console.log(`${builds.length} images in ${folder}`);
  return 0;
}

async function makeAll(builds: readonly SampleBuild[], folder: string): Promise<void> {
  const waiting = builds.values();
  const worker = async () => {
    for (const build of waiting) await makeArtifact(build, folder);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
