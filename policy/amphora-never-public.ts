import { parseAmphoraName } from "../workloads/amphora/model/name.ts";
import { amphoraTypes } from "../workloads/amphora/model/resources.ts";
import type { Registered } from "./identity.ts";
import type { Rule } from "./rule.ts";

/** Octavia's own name for its tag, unless it was given another. */
const usualTag = "amphora";

/** Who outside the project would see an image that Octavia boots, by the inputs of our resources or of @pulumi/openstack; undefined if nobody. */
export function publicAmphora({ type, name, props }: Pick<Registered, "type" | "name" | "props">): string | undefined {
  const { image, name: called, visibility, tags } = props;
  if (visibility !== "public" && visibility !== "community") return undefined;
  const names = [image, called, name].filter((each) => typeof each === "string");
  const isAmphora =
    type === amphoraTypes.image ||
    (Array.isArray(tags) && tags.includes(usualTag)) ||
    names.some((each) => parseAmphoraName(each) !== undefined);
  return isAmphora ? visibility : undefined;
}

export const amphoraNeverPublic: Rule = {
  name: "amphora-never-public",
  description: "An image that Octavia boots is seen by its own project alone, or by those it is shared with.",
  violations(resource) {
    const visibility = publicAmphora(resource);
    return visibility === undefined ? [] : [`visibility: expected private, not ${visibility}`];
  },
};
