import { z } from "zod";
import { isRecord } from "../model/input-values.ts";
import { parseJson } from "../model/schema-problems.ts";
import { cloudTargetSchema, type CloudTarget } from "./resources.ts";

/**
 * What became of a set at each cloud's target, as one text: the engine and the provider's protocol handle each value of an input by
 * itself, and a set at 40 regions has a thousand.
 */

const textSchema = z.object({
  /** The targets at which the set's images have equal states. */
  images: z.array(z.object({ at: z.array(z.string()), images: cloudTargetSchema.shape.images })),
  /** The targets that gave the same results. */
  results: z.array(z.object({ at: z.array(z.string()), results: cloudTargetSchema.shape.results })),
});

/** Equal states give equal texts, in whatever order their keys are. */
export function cloudTargetsText(targets: Readonly<Record<string, CloudTarget>>): string {
  const sorted = inOrder(Object.entries(targets));
  return JSON.stringify({
    images: alike(sorted.map(([at, { images }]) => [at, images])).map(([at, images]) => ({ at, images })),
    results: alike(sorted.map(([at, { results }]) => [at, results])).map(([at, results]) => ({ at, results })),
  });
}

/** Throws a UserError where somebody changed the text. */
export function cloudTargetsIn(text: string): Record<string, CloudTarget> {
  const remedy = "this is a fault of the program's; its state does not fit";
  const { images, results } = parseJson(textSchema, text, { where: "a set's cloudTargets", remedy });
  const resultsAt = new Map(results.flatMap((each) => each.at.map((target) => [target, each.results] as const)));
  return Object.fromEntries(
    images.flatMap((each) =>
      each.at.map((target) => [target, { images: each.images, results: resultsAt.get(target) ?? {} }] as const),
    ),
  );
}

/** Groups the targets that have equal values. */
function alike(values: readonly (readonly [target: string, value: unknown])[]): [at: string[], value: unknown][] {
  const groups = Map.groupBy(values, ([, value]) => JSON.stringify(value, sortKeys));
  return [...groups].map(([text, group]) => [group.map(([target]) => target), JSON.parse(text)]);
}

const sortKeys = (_key: string, value: unknown): unknown =>
  isRecord(value) && !Array.isArray(value) ? Object.fromEntries(inOrder(Object.entries(value))) : value;

const inOrder = <Value>(entries: readonly [string, Value][]): [string, Value][] =>
  entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
