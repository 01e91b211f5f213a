import { z } from "zod";
import { partsOfUrn } from "../engine/urn.ts";

/** What the engine is about to take away: a deletion, or a replacement, which deletes the resource that it replaces. */
export interface Removal {
  urn: string;
  type: string;
  name: string;
  replaces: boolean;
}

const schema = z.object({
  resourcePlans: z.record(z.string(), z.object({ steps: z.array(z.string()).nullish() })).nullish(),
});

/** Of the engine's operations (pulumi 3.259.0, apitype.OpType), those that change what is there without losing it. */
const harmless = new Set(["same", "create", "update", "read", "refresh", "import"]);
const deletions = new Set(["delete", "discard", "read-discard"]);

/** Every removal of a file that `pulumi preview --save-plan` wrote. A step that is not known counts as a replacement. */
export function removalsIn(savedPlan: string): Removal[] {
  const { resourcePlans } = schema.parse(JSON.parse(savedPlan));
  return Object.entries(resourcePlans ?? {}).flatMap(([urn, { steps }]) => {
    const harmful = (steps ?? []).filter((step) => !harmless.has(step));
    if (harmful.length === 0) return [];
    return [{ urn, ...partsOfUrn(urn), replaces: harmful.some((step) => !deletions.has(step)) }];
  });
}
