import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapBounded } from "./bounded.ts";

describe("work on many things", () => {
  it("answers in their order and never has more at once than it may", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 })), fc.integer({ min: 1, max: 6 }), async (turns, limit) => {
        let running = 0;
        let most = 0;
        const results = await mapBounded(turns, limit, async (count) => {
          running += 1;
          most = Math.max(most, running);
          for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
          running -= 1;
          return count * 2;
        });
        expect(results).toEqual(turns.map((count) => count * 2));
        expect(most).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("has as many at once as it may", async () => {
    const arrived: (() => void)[] = [];
    const together = (): Promise<void> =>
      new Promise((resolve) => {
        arrived.push(resolve);
        if (arrived.length === 3) for (const go of arrived) go();
      });
    await expect(mapBounded([1, 2, 3], 3, together)).resolves.toHaveLength(3);
  });

  it("begins nothing after a failure, and ends when what was under way has ended", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      if (item === 1) throw new Error("no 1");
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      ended.push(item);
    };
    await expect(mapBounded([0, 1, 2, 3, 4], 3, work)).rejects.toThrow("no 1");
    expect(begun).toEqual([0, 1, 2]);
    expect(ended).toEqual([0, 2]);
  });
});
