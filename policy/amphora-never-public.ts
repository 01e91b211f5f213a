import type { ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { parseAmphoraName } from "../images/amphora/name.ts";
import { amphoraTypes } from "../images/amphora/resources.ts";
import type { Registered } from "./identity.ts";

/** As our resources and those of @pulumi/openstack have them. */
const shownSchema = z.object({
  image: z.string().optional(),
  name: z.string().optional(),
  visibility: z.string().optional(),
  tags: z.array(z.string()).optional(),
});

/** Octavia's own name for its tag, unless it was given another. */
const usualTag = "amphora";

/** Who beyond a project would see an image that Octavia boots; undefined where nobody does. */
export function publicAmphora({ type, name, props }: Pick<Registered, "type" | "name" | "props">): string | undefined {
  const { image, name: called, visibility, tags = [] } = shownSchema.safeParse(props).data ?? {};
  if (visibility !== "public" && visibility !== "community") return undefined;
  const names = [image, called, name].filter((each) => each !== undefined);
  const isAmphora =
    type === amphoraTypes.image ||
    tags.includes(usualTag) ||
    names.some((each) => parseAmphoraName(each) !== undefined);
  return isAmphora ? visibility : undefined;
}

export const amphoraNeverPublic: ResourceValidationPolicy = {
  name: "amphora-never-public",
  description: "An image that Octavia boots is seen by its own project alone, or by those it is shared with.",
  enforcementLevel: "mandatory",
  validateResource(resource, report) {
    const visibility = publicAmphora(resource);
    if (visibility !== undefined) report(`visibility: expected private, not ${visibility}`);
  },
};
