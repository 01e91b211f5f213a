/** How test VMs differ: dimensions with their values, and rules about values that exclude each other. */

export interface Value {
  name: string;
  /** Its importance among the values of its dimension; above 0. */
  weight: number;
  /** The largest number of VMs with this value; without it, any number. */
  most?: number;
}

export interface Dimension {
  name: string;
  values: readonly Value[];
}

/** Selects the combinations that have one of the values in each named dimension. */
type Selector = Readonly<Record<string, readonly string[]>>;

/** A combination that `when` selects must not be one that `never` selects. */
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

/** Two values of two dimensions; `a` is of the dimension whose name comes first. */
export interface Pair {
  a: readonly [dimension: string, value: string];
  b: readonly [dimension: string, value: string];
  /** The product of the values' weights. */
  weight: number;
}

const isMeant = (selector: Selector, combination: Combination): boolean =>
  Object.entries(selector).every(([dimension, values]) => values.includes(combination[dimension] ?? ""));

/** The first rule that the combination breaks; undefined if it is allowed. */
export const brokenRule = (rules: readonly Rule[], combination: Combination): Rule | undefined =>
  rules.find(({ when, never }) => isMeant(when, combination) && isMeant(never, combination));

/** By name, in code point order, so that the order of the configuration never matters. */
export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** The heaviest value first. */
export const byWeight = (a: Value, b: Value): number => b.weight - a.weight || byName(a, b);
