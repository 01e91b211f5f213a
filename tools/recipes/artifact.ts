import path from "node:path";
import { makeBootable } from "../sample/bootable/make.ts";
import type { SampleBuild } from "../sample/build.ts";
import { buildName } from "../../images/tree/files.ts";
import { makeOnce } from "../setup/bootstrap/once.mjs";
import { built } from "./root.ts";
import { recipeDigest } from "./sources.ts";
import type { Variant } from "./variants.ts";

/** Fixtures are read a few times, so xz does its least. */
const preset = 0;

/**
 * The artifact of a real Debian, whole or broken on purpose: made once a day and machine, then found in the cache.
 * Answers a folder with the files of one build, which nobody may change. Throws a UserError without root.
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
