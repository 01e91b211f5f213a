/** What test VMs differ in: dimensions with their values, and which values do not go together. */

export interface Value {
  name: string;
  /** How much it counts beside the other values of its dimension: above 0. */
  weight: number;
  /** At most so many VMs have it; without it, any number. */
  most?: number;
}

export interface Dimension {
  name: string;
  values: readonly Value[];
}

/** Values by dimension; a combination is meant where it has one of the values in each dimension that is named. */
export type Selector = Readonly<Record<string, readonly string[]>>;

/** What a combination is not: `when` and `never` are not meant together. */
export interface Rule {
  when: Selector;
  never: Selector;
  why: string;
}

export interface Matrix {
  dimensions: readonly Dimension[];
  rules: readonly Rule[];
}

/** One value of each dimension, by the dimension's name. */
export type Combination = Readonly<Record<string, string>>;

/** A value of one dimension beside one of another; `a` is of the dimension whose name comes first. */
export interface Pair {
  a: readonly [dimension: string, value: string];
  b: readonly [dimension: string, value: string];
  /** The product of the values' weights. */
  weight: number;
}

export const isMeant = (selector: Selector, combination: Combination): boolean =>
  Object.entries(selector).every(([dimension, values]) => values.includes(combination[dimension] ?? ""));

/** The first rule that the combination breaks; undefined where it is allowed. */
export const brokenRule = (rules: readonly Rule[], combination: Combination): Rule | undefined =>
  rules.find(({ when, never }) => isMeant(when, combination) && isMeant(never, combination));

/** By names alone, in code point order: so that no order of the configuration shows anywhere. */
export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** The heaviest value first. */
export const byWeight = (a: Value, b: Value): number => b.weight - a.weight || byName(a, b);
