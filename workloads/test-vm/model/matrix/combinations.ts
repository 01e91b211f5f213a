import { brokenRule, byName, byWeight, type Combination, type Matrix, type Rule } from "./matrix.ts";

/** Every combination that the rules allow, the heavier values first: the order depends on nothing but what the matrix says. */
export function combinations({ dimensions, rules }: Matrix): Combination[] {
  let found: Combination[] = [{}];
  for (const { name, values } of dimensions.toSorted(byName)) {
    const sorted = values.toSorted(byWeight);
    found = found
      .flatMap((begun) => sorted.map((value) => ({ ...begun, [name]: value.name })))
      .filter((begun) => brokenRule(decided(rules, begun), begun) === undefined);
  }
  return found;
}

/** The rules of which every dimension has its value: the others may still be kept. */
const decided = (rules: readonly Rule[], begun: Combination): Rule[] =>
  rules.filter(({ when, never }) =>
    [...Object.keys(when), ...Object.keys(never)].every((dimension) => Object.hasOwn(begun, dimension)),
  );
