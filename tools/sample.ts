import { availableParallelism } from "node:os";
import { buildName } from "../images/tree/files.ts";
import { makeArtifact } from "./sample/artifact.ts";
import type { SampleBuild } from "./sample/build.ts";
import { makeBootable } from "./sample/bootable/make.ts";
import { buildsAsked, readOptions } from "./sample/options.ts";
import { publicKeyFile, readOrMakeKey, signBuild } from "./sample/signature.ts";
import { withProgress } from "./setup/bootstrap/progress.mjs";

/**
 * Writes builds that look like debian-cloud-images' own, for trying things. The same arguments give the same bytes,
 * except with `--bootable`, which installs a real Debian.
 */
export async function main(args: string[]): Promise<number> {
  const options = readOptions(args, new Date());
  const { folder, suite, version, bootable, archive, variant, sign } = options;
  const builds = buildsAsked(options);
  const key = sign === undefined ? undefined : await readOrMakeKey(sign);
  const signed = async (base: string) => {
    if (key !== undefined) await signBuild(base, key);
  };
  const kind = bootable ? "bootable images" : "images";
  await withProgress(`making ${builds.length} ${kind} of ${suite}, version ${version}`, () =>
    // bootable images are made one by one: each keeps all cores busy
    bootable
      ? makeAll(builds, 1, async (build) => signed(await makeBootable(build, folder, { archive, variant })))
      : makeAll(builds, availableParallelism(), async (build) => signed(await makeArtifact(build, folder))),
  );
  for (const build of builds) console.log(buildName(build));
  console.log(`${builds.length} images in ${folder}`);
  if (sign !== undefined) console.log(`signed: cloud-images:builds: {signedBy: ${publicKeyFile(sign)}}`);
  return 0;
}

/** Makes `atOnce` builds at a time. */
async function makeAll(
  builds: readonly SampleBuild[],
  atOnce: number,
  make: (build: SampleBuild) => Promise<void>,
): Promise<void> {
  const waiting = builds.values();
  const worker = async () => {
    for (const build of waiting) await make(build);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
