import { z } from "zod";
import type { EngineStep } from "../../../images/report/input.ts";
import { subjectOf } from "../../../targets/subject.ts";
import { partsOfUrn } from "../../engine/urn.ts";

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

/** Every step of a file that `pulumi preview --save-plan` wrote, also of what stays the same. */
export const stepsIn = (savedPlan: string): EngineStep[] =>
  resourcePlansOf(savedPlan).map(([urn, { steps }]) => stepOf(urn, steps ?? []));

export function stepOf(urn: string, operations: readonly string[]): EngineStep {
  const resource = partsOfUrn(urn);
  return { urn, ...resource, operations, subject: subjectOf(resource) };
}

/** By URN, what changes something. */
export const changesIn = (savedPlan: string): Record<string, string[]> =>
  Object.fromEntries(
    stepsIn(savedPlan)
      .map(({ urn, operations }) => [urn, operations.filter((operation) => operation !== "same")] as const)
      .filter(([, operations]) => operations.length > 0),
  );

const resourcePlansOf = (savedPlan: string) => Object.entries(schema.parse(JSON.parse(savedPlan)).resourcePlans ?? {});

/** The engine's operations (pulumi 3.259.0, apitype.OpType) that change a resource without losing it. */
const harmless = new Set(["same", "create", "update", "read", "refresh", "import"]);
const deletions = new Set(["delete", "discard", "read-discard"]);

/** Every removal of a file that `pulumi preview --save-plan` wrote. A step that is not known counts as a replacement. */
export function removalsIn(savedPlan: string): Removal[] {
  return stepsIn(savedPlan).flatMap(({ operations, urn, type, name }) => {
    const harmful = operations.filter((operation) => !harmless.has(operation));
    return harmful.length === 0 ? [] : [{ urn, type, name, replaces: harmful.some((step) => !deletions.has(step)) }];
  });
}
