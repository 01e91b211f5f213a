import type { Bench } from "./bench.ts";
import { planSeconds, settledChannel } from "./plan-time.ts";

const few = 1000;
const many = 100_000;

/** Whether an image costs the same in a channel of 100,000 as in one of 1,000. */
export const planGrowth: Bench = {
  name: "plan-growth",
  goal: 1.1,
  against: "an image's share of a plan of 1,000",
  async run() {
    const [small, large] = [settledChannel(few), settledChannel(many)];
    await planSeconds(small, 50);
    const seconds = await planSeconds(large, 5);
    const share = (await planSeconds(small, 50)) / few;
    return { ratio: seconds / many / share, seconds };
  },
};
