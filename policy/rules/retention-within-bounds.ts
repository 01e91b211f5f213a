import { z } from "zod";
import { channelOfStack } from "../../images/model/stack-name.ts";
import { componentTypes } from "../../images/tree/resources.ts";
import { stackOf, type Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

interface Bounds {
  least: number;
  most: number;
}

/** The bounds that the team allows, in days (`maxDeletions`: in its own unit). They admit other values than the defaults, but not a typing error. */
export const bounds = {
  hideAfter: { least: 3, most: 60 },
  overlap: { least: 1, most: 60 },
  keep: { least: 0, most: 60 },
  "deleteAfter.clouds": { least: 7, most: 180 },
  "deleteAfter.mirror": { least: 30, most: 400 },
  failed: { least: 1, most: 30 },
  held: { least: 1, most: 60 },
  withdrawn: { least: 7, most: 400 },
  lost: { least: 1, most: 60 },
  grace: { least: 7, most: 400 },
  "maxDeletions.sets": { least: 0, most: 14 },
  "maxDeletions.images": { least: 0, most: 200 },
} as const satisfies Record<string, Bounds>;

const retention = z.object({
  retention: z.object({
    hideAfter: z.number(),
    // an older state lacks these two keys
    overlap: z.number().optional(),
    keep: z.number().optional(),
    deleteAfter: z.object({ clouds: z.number(), mirror: z.number() }),
    failed: z.number(),
    held: z.number(),
    withdrawn: z.number(),
    lost: z.number(),
    grace: z.number(),
    // an older state has the number of images
    maxDeletions: z.union([
      z.object({ amount: z.number(), of: z.enum(["sets", "images"]) }),
      z.number().transform((amount) => ({ amount, of: "images" as const })),
    ]),
  }),
});

/** The numbers of a publication's policy that the team does not allow. A stack that is not the team's, as `dev`, is free. */
function outOfBounds(resource: Registered): string[] {
  if (resource.type !== componentTypes.publication || channelOfStack(stackOf(resource)) === undefined) return [];
  const parsed = retention.safeParse(resource.props);
  if (!parsed.success) return ["retention: expected all of its numbers"];
  const { deleteAfter, maxDeletions, ...flat } = parsed.data.retention;
  const found: Partial<Record<keyof typeof bounds, number | undefined>> = {
    ...flat,
    "deleteAfter.clouds": deleteAfter.clouds,
    "deleteAfter.mirror": deleteAfter.mirror,
    [`maxDeletions.${maxDeletions.of}` as const]: maxDeletions.amount,
  };
  return (Object.keys(bounds) as (keyof typeof bounds)[]).flatMap((key) => {
    const { least, most } = bounds[key];
    const value = found[key];
    const isWithin = value === undefined || (value >= least && value <= most);
    return isWithin ? [] : [`retention.${key} is ${value}: expected ${least} to ${most}`];
  });
}

export const retentionWithinBounds: Rule = {
  name: "retention-within-bounds",
  description: "How long images are kept, and how many may go at once, stays within the team's bounds.",
  reads: ["retention"],
  violations: (resource) => outOfBounds(resource).map((wrong) => `${wrong}; correct the stack's file`),
};
