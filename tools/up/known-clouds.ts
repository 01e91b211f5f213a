import { refuseUnknownClouds } from "../../workloads/known-clouds.ts";
import type { Settings } from "../../stacks/config.ts";

/** Throws a UserError if clouds.yaml does not describe the clouds of the stack's workload. */
export const refuseUnknownCloudsOf = (settings: Settings): Promise<void> =>
  refuseUnknownClouds(cloudsOf(settings), settings.role === "testing" ? "one" : "all");

/** A publication's clouds are asked with its facts, before anything else. */
function cloudsOf(settings: Settings): string[] {
  switch (settings.role) {
    case "amphora":
    case "testing":
      return settings.clouds.map(({ cloud }) => cloud);
    case "runners":
      return [...new Set(Object.values(settings.runners).map(({ cloud }) => cloud))];
    case "publication":
    case "accounts":
      return [];
    default:
      return settings satisfies never;
  }
}
