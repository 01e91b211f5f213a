import type { Plan } from "../plan/types.ts";

/**
 * What a plan makes of the world, as lines that two plans of the same world share. A run whose records lead to another
 * table than the one it was made for did not get what it wanted, or the world changed under it.
 */
export function tableOf({ sets }: Plan): string[] {
  return sets
    .flatMap(({ images }) => images)
    .flatMap(({ name, targets }) =>
      [...targets].flatMap(([target, { phase }]) => (phase === "gone" ? [] : [`${name}@${target} ${phase}`])),
    )
    .toSorted();
}

/** Of all publications of a stack. A channel comes to the records by its first run, and so to another place among them. */
export const tableOfAll = (plans: readonly Plan[]): string[] => plans.flatMap(tableOf).toSorted();
