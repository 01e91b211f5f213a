import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../images/model/errors.ts";
import { neighbourOf, publishesToClouds, sharedTargets } from "../../../targets/config.ts";
import type { PublicationSettings } from "../../config.ts";
import { readStackValues } from "./stack-file.ts";

/**
 * Throws a UserError if another stack's file in the project's folder sends images of the other channel to a cloud of this stack, and
 * if such a file cannot be read.
 */
export async function refuseSharedClouds(settings: PublicationSettings, folder = process.cwd()): Promise<void> {
  if (!publishesToClouds(settings.targets)) return;
  const files = (await readdir(folder)).filter((file) => /^Pulumi\..+\.yaml$/.test(file)).toSorted();
  const neighbours = files.flatMap((file) => neighbourOf(file, readStackValues(join(folder, file), file)) ?? []);
  const problems = sharedTargets(settings, neighbours);
  if (problems.length > 0) throw new UserError(...problems);
}
