import { UserError } from "../../images/model/errors.ts";
import { readCloud } from "../../clients/openstack/clouds-file.ts";
import type { Settings } from "../../stacks/config.ts";

/**
 * Throws a UserError if clouds.yaml does not describe the clouds of the stack. Called before programs are installed and built
 * for them, which takes minutes. Tests continue without the clouds of partners, if one cloud remains.
 */
export async function refuseUnknownClouds(settings: Settings): Promise<void> {
  const clouds = cloudsOf(settings);
  const problems = (await Promise.all(clouds.map(problemOf))).flat();
  const some = settings.role === "testing" && problems.length < clouds.length;
  if (problems.length > 0 && !some) throw new UserError(...problems);
}

async function problemOf(cloud: string): Promise<UserError["problems"]> {
  try {
    await readCloud(cloud);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}

/** A publication's clouds are asked with its facts, before anything else. */
function cloudsOf(settings: Settings): string[] {
  switch (settings.role) {
    case "amphora":
    case "testing":
      return settings.clouds.map(({ cloud }) => cloud);
    case "runners":
      return [...new Set(Object.values(settings.runners).map(({ cloud }) => cloud))];
    case "publication":
      return [];
    default:
      return settings satisfies never;
  }
}
