import { byName, byWeight, type Combination, type Dimension, type Matrix, type Rule, type Value } from "./matrix.ts";

/**
 * Makes heavier values appear at least as often as lighter, interchangeable ones: such values swap their names, and the one that was
 * chosen most often gets the heaviest. The number of covered pairs stays the same.
 */
export function heavierOften({ dimensions, rules }: Matrix, chosen: readonly Combination[]): Combination[] {
  return dimensions.reduce<readonly Combination[]>((all, dimension) => renamed(dimension, rules, all), chosen).slice();
}

function renamed(dimension: Dimension, rules: readonly Rule[], chosen: readonly Combination[]): Combination[] {
  const times = (value: Value): number => chosen.filter((each) => each[dimension.name] === value.name).length;
  const names = new Map<string, string>();
  for (const alike of interchangeable(dimension, rules)) {
    const often = alike.toSorted((a, b) => times(b) - times(a) || byWeight(a, b));
    alike.toSorted(byWeight).forEach((value, index) => names.set(often[index]?.name ?? value.name, value.name));
  }
  return chosen.map((each) => {
    const name = each[dimension.name];
    return name === undefined ? each : { ...each, [dimension.name]: names.get(name) ?? name };
  });
}

/** Groups of values that no rule and no limit tells apart. */
export function interchangeable({ name, values }: Dimension, rules: readonly Rule[]): Value[][] {
  const groups = Map.groupBy(values.toSorted(byName), (value) => {
    const named = rules.map(({ when, never }) => [when[name]?.includes(value.name), never[name]?.includes(value.name)]);
    return JSON.stringify([named, value.most ?? null]);
  });
  return [...groups.values()];
}
