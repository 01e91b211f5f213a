import path from "node:path";
import { makeBootable } from "../../tools/sample/bootable/make.ts";
import type { SampleBuild } from "../../tools/sample/build.ts";
import { buildName } from "../../images/tree/files.ts";
import { makeOnce } from "../../tools/setup/bootstrap/once.mjs";
import { built } from "../../tools/recipes/root.ts";
import { recipeDigest } from "../../tools/recipes/sources.ts";
import type { Variant } from "../../tools/recipes/variants.ts";

/** Fixtures are read a few times only, so xz compresses as little as possible. */
const preset = 0;

/**
 * Builds a real Debian image, whole or broken on purpose, once per day and machine; later calls find it in the cache. Returns a
 * folder with the files of one build, which nobody may change. Throws a UserError without root.
 */
export async function bootableArtifact(build: SampleBuild, variant?: Variant): Promise<string> {
  const day = new Date().toISOString().slice(0, 10);
  const words = [day, JSON.stringify(build), variant ?? ""];
  const digest = await recipeDigest(["install.sh", "describe.sh", "disk", "debian"], words);
  const folder = path.join(built, `${buildName(build)}-${variant ?? "whole"}-${digest}`);
  await makeOnce(folder, async (staging) => {
    await makeBootable(build, staging, { variant, preset });
  });
  return folder;
}
