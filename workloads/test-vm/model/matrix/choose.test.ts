import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { choose } from "./choose.ts";
import { combinations } from "./combinations.ts";
import { interchangeable } from "./exchange.ts";
import { brokenRule, type Dimension, type Matrix, type Rule } from "./matrix.ts";
import { pairKey, pairKeys, pairsOf } from "./pairs.ts";

const anyDimension = (name: string): fc.Arbitrary<Dimension> =>
  fc
    .array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
    .map((weights) => ({ name, values: weights.map((weight, index) => ({ name: `${name}${index}`, weight })) }));

/** Rules that name values by their place, so that they fit whatever dimensions there are. */
const anyRules: fc.Arbitrary<Rule[]> = fc.array(
  fc.tuple(fc.nat(2), fc.nat(3), fc.nat(3)).map(([from, a, b]) => ({
    when: { [names[from] ?? ""]: [`${names[from]}${a}`] },
    never: { [names[from + 1] ?? ""]: [`${names[from + 1]}${b}`] },
    why: "",
  })),
  { maxLength: 4 },
);

const names = ["a", "b", "c", "d"];

const anyMatrix: fc.Arbitrary<Matrix> = fc.record({
  dimensions: fc.tuple(...names.map(anyDimension)),
  rules: anyRules,
});

const coverable = (matrix: Matrix) => pairsOf(matrix, combinations(matrix));
const enough = (matrix: Matrix): number => combinations(matrix).length;

describe("a matrix that is cut down", () => {
  test("covers every allowed pair when the number allows it, and says that nothing is left", () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        const { vms, left } = choose(matrix, enough(matrix));
        const covered = new Set(vms.flatMap(pairKeys));
        expect(coverable(matrix).filter((pair) => !covered.has(pairKey(pair)))).toEqual([]);
        expect(left).toEqual([]);
      }),
    );
  });

  test("says exactly which pairs it leaves out, the heaviest first", () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(6), (matrix, count) => {
        const { vms, left } = choose(matrix, count);
        const covered = new Set(vms.flatMap(pairKeys));
        expect(left).toEqual(coverable(matrix).filter((pair) => !covered.has(pairKey(pair))));
        expect(left.map(({ weight }) => weight)).toEqual(left.map(({ weight }) => weight).toSorted((a, b) => b - a));
      }),
    );
  });

  test("has the stated number of VMs, no two alike, and never a forbidden combination", () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(30), (matrix, count) => {
        const { vms } = choose(matrix, count);
        expect(vms.length).toBe(Math.min(count, enough(matrix)));
        expect(new Set(vms.map((vm) => pairKeys(vm).join())).size).toBe(vms.length);
        for (const vm of vms) expect(brokenRule(matrix.rules, vm)).toBeUndefined();
      }),
    );
  });

  test("has a heavier value at least as often as a lighter one that could stand in its place", () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(12), (matrix, count) => {
        const { vms } = choose(matrix, count);
        for (const dimension of matrix.dimensions) {
          const times = (name: string) => vms.filter((vm) => vm[dimension.name] === name).length;
          for (const alike of interchangeable(dimension, matrix.rules))
            for (const heavy of alike)
              for (const light of alike)
                if (heavy.weight > light.weight) expect(times(heavy.name)).toBeGreaterThanOrEqual(times(light.name));
        }
      }),
    );
  });

  test("does not depend on the order in which it is written", () => {
    fc.assert(
      fc.property(anyMatrix, fc.nat(12), (matrix, count) => {
        const turned: Matrix = {
          dimensions: matrix.dimensions.map(({ name, values }) => ({ name, values: values.toReversed() })).toReversed(),
          rules: matrix.rules.toReversed(),
        };
        expect(choose(turned, count)).toEqual(choose(matrix, count));
      }),
    );
  });

  it("needs few VMs: nine cover four dimensions of three values, where there are 81 combinations", () => {
    const three = names.map((name) => ({
      name,
      values: [1, 2, 3].map((each) => ({ name: `${name}${each}`, weight: 1 })),
    }));
    expect(choose({ dimensions: three, rules: [] }, 12).left).toEqual([]);
  });

  it("leaves out what counts least", () => {
    const matrix: Matrix = {
      dimensions: [
        {
          name: "bus",
          values: [
            { name: "virtio", weight: 9 },
            { name: "scsi", weight: 3 },
          ],
        },
        {
          name: "firmware",
          values: [
            { name: "bios", weight: 5 },
            { name: "uefi", weight: 4 },
          ],
        },
      ],
      rules: [],
    };
    expect(choose(matrix, 3).left).toEqual([{ a: ["bus", "scsi"], b: ["firmware", "uefi"], weight: 12 }]);
  });

  it("keeps a limit, even where that leaves pairs out", () => {
    const matrix: Matrix = {
      dimensions: [
        {
          name: "cloud",
          values: [
            { name: "ours", weight: 1, most: 1 },
            { name: "partner", weight: 1 },
          ],
        },
        {
          name: "bus",
          values: [
            { name: "virtio", weight: 1 },
            { name: "scsi", weight: 1 },
          ],
        },
      ],
      rules: [],
    };
    const { vms, left } = choose(matrix, 10);
    expect(vms.filter(({ cloud }) => cloud === "ours").length).toBe(1);
    expect(left.length).toBe(1);
  });
});
