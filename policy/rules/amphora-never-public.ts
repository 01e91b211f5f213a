import { publicAmphora } from "../../workloads/amphora/model/seen.ts";
import type { Rule } from "../rule.ts";

export const amphoraNeverPublic: Rule = {
  name: "amphora-never-public",
  description: "An image that Octavia boots is seen by its own project alone, or by those it is shared with.",
  reads: ({ props }) => ("visibility" in props ? ["visibility", "tags", "image", "name"] : []),
  byValue: true,
  violations(resource) {
    const visibility = publicAmphora(resource);
    return visibility === undefined ? [] : [`visibility: expected private, not ${visibility}`];
  },
};
