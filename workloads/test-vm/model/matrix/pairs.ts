import { byName, type Combination, type Matrix, type Pair } from "./matrix.ts";

/** A pair as text, the same for the same pair. */
export type PairKey = string;

const keyOf = (a: readonly [string, string], b: readonly [string, string]): PairKey => JSON.stringify([...a, ...b]);

export const pairKey = ({ a, b }: Pick<Pair, "a" | "b">): PairKey => keyOf(a, b);

/** The keys of a combination's pairs. */
export function pairKeys(combination: Combination): PairKey[] {
  const entries = Object.entries(combination).toSorted(([a], [b]) => byName({ name: a }, { name: b }));
  return entries.flatMap((a, index) => entries.slice(index + 1).map((b) => keyOf(a, b)));
}

/** The pairs of the combinations, that is, the pairs that can be covered. Heaviest first. */
export function pairsOf(matrix: Matrix, allowed: readonly Combination[]): Pair[] {
  const possible = new Set(allowed.flatMap(pairKeys));
  const dimensions = matrix.dimensions.toSorted(byName);
  return dimensions
    .flatMap((first, index) =>
      dimensions.slice(index + 1).flatMap((second) =>
        first.values.flatMap((a) =>
          second.values.map((b): Pair => ({
            a: [first.name, a.name],
            b: [second.name, b.name],
            weight: a.weight * b.weight,
          })),
        ),
      ),
    )
    .filter((pair) => possible.has(pairKey(pair)))
    .toSorted(heaviestFirst);
}

const heaviestFirst = (a: Pair, b: Pair): number =>
  b.weight - a.weight || byName({ name: pairKey(a) }, { name: pairKey(b) });
