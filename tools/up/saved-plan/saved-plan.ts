import { z } from "zod";
import type { EngineStep } from "../../../images/report/input.ts";
import { subjectOf } from "../../../targets/subject.ts";
import { partsOfUrn } from "../../engine/urn.ts";

/** A step of the engine that removes a resource: a deletion, or a replacement, which deletes the old resource. */
export interface Removal {
  urn: string;
  type: string;
  name: string;
  replaces: boolean;
}

const schema = z.object({
  resourcePlans: z.record(z.string(), z.object({ steps: z.array(z.string()).nullish() })).nullish(),
});

/** The steps of every resource in a file that `pulumi preview --save-plan` wrote, also of unchanged ones. */
export const stepsIn = (savedPlan: string): EngineStep[] =>
  resourcePlansOf(savedPlan).map(([urn, { steps }]) => stepOf(urn, steps ?? []));

export function stepOf(urn: string, operations: readonly string[]): EngineStep {
  const resource = partsOfUrn(urn);
  return { urn, ...resource, operations, subject: subjectOf(resource) };
}

/** By URN, the operations that change something. */
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

/** Every removal in a file that `pulumi preview --save-plan` wrote. An unknown operation counts as a replacement. */
export function removalsIn(savedPlan: string): Removal[] {
  return stepsIn(savedPlan).flatMap(({ operations, urn, type, name }) => {
    const harmful = operations.filter((operation) => !harmless.has(operation));
    return harmful.length === 0 ? [] : [{ urn, type, name, replaces: harmful.some((step) => !deletions.has(step)) }];
  });
}
