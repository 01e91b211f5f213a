import { brokenRule, byName, byWeight, type Combination, type Matrix, type Rule } from "./matrix.ts";

/** Every combination that the rules allow, heavier values first. The order does not depend on that of the matrix. */
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

/** The rules about dimensions that have a value already; the others cannot be judged yet. */
const decided = (rules: readonly Rule[], begun: Combination): Rule[] =>
  rules.filter(({ when, never }) =>
    [...Object.keys(when), ...Object.keys(never)].every((dimension) => Object.hasOwn(begun, dimension)),
  );
