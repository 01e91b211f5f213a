import { readCloud } from "../clients/openstack/config/clouds-file.ts";
import { UserError } from "../images/model/errors.ts";

/**
 * Throws a UserError if clouds.yaml does not describe the clouds. Called before programs are installed and built for them, which
 * takes minutes.
 *
 * @param enough `one`: a workload that goes on without the clouds of partners, if one cloud remains
 */
export async function refuseUnknownClouds(clouds: readonly string[], enough: "all" | "one"): Promise<void> {
  const problems = (await Promise.all(clouds.map(problemOf))).flat();
  if (problems.length === 0 || (enough === "one" && problems.length < clouds.length)) return;
  throw new UserError(...problems);
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
