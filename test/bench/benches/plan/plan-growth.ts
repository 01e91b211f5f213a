import type { Plan } from "../../../../images/plan/types.ts";
import type { SettledWorld } from "../../../worlds/settled.ts";
import type { Bench } from "../../bench.ts";
import { compare } from "../../measure.ts";
import { planOf, settledChannel } from "../../plan-time.ts";

const few = 1000;
const channels = 100;

/**
 * Whether an image costs the same in a channel of 100,000 as in one of 1,000: one such channel against a hundred
 * different small ones, so that both sides read as much memory, keep as much, and leave as much to collect.
 */
export const planGrowth: Bench = {
  name: "plan-growth",
  goal: 1.1,
  against: "100 plans of 1,000",
  async run() {
    const small = Array.from({ length: channels }, () => settledChannel(few));
    const images = small.flatMap(({ facts }) => facts.sets).flatMap((set) => set.images).length;
    const name = "plan-growth";
    const sides = { ours: keepsPlansOf([settledChannel(images)]), bare: keepsPlansOf(small) };
    await compare({ name: `${name}, to warm up`, rounds: 2, ...sides });
    return compare({ name, rounds: 20, ...sides });
  },
};

/** The plans stay in memory until the next round, as they do in a run. */
function keepsPlansOf(worlds: readonly SettledWorld[]): () => Promise<readonly Plan[]> {
  const kept: { plans: readonly Plan[] } = { plans: [] };
  return async () => {
    kept.plans = worlds.map(planOf);
    return kept.plans;
  };
}
