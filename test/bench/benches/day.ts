import path from "node:path";
import { addDays, dayOfDate } from "../../../images/model/day.ts";
import type { Bench } from "../bench.ts";
import { daySet, restingWorlds } from "../day-set.ts";
import { beginDay } from "../day-stack.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";

const yesterday = dayOfDate(new Date("2026-07-17"));
const today = addDays(yesterday, 1);

/** How much longer a day's builds take to publish where thousands of images rest than where there is nothing yet. */
export const day: Bench = {
  name: "day",
  goal: 3,
  against: "the same day on an empty state",
  run: () =>
    inFolder(async (folder) => {
      const builds = await daySet(today);
      say("day: filling a state with 3000 images …");
      const full = await beginDay(path.join(folder, "full"), {
        worlds: restingWorlds(yesterday),
        today,
        fixed: true,
        builds,
      });
      const empty = await beginDay(path.join(folder, "empty"), { worlds: [], today, fixed: true, builds });
      return compare({
        name: "day",
        rounds: 3,
        prepare: () => Promise.all([full.begin(), empty.begin()]),
        ours: full.run,
        bare: empty.run,
      });
    }),
};
