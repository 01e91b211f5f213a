import type { Bench } from "../../bench.ts";
import { planSeconds, settledChannel } from "../../plan-time.ts";

/** How long a plan of 100,000 images takes. */
export const plan100000: Bench = {
  name: "plan-100000",
  goal: 1,
  against: "1 s",
  async run() {
    const seconds = await planSeconds(settledChannel(100_000), 5);
    return { ratio: seconds, seconds };
  },
};
