import path from "node:path";
import { dayOfDate } from "../../../images/model/day.ts";
import { makeBareStack, makeSettledStack } from "../../worlds/settled-stack.ts";
import { settledWorld } from "../../worlds/settled.ts";
import type { Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare } from "../measure.ts";

/** How long it takes until the engine runs our program, which finds neither images nor builds. */
export const start: Bench = {
  name: "start",
  goal: 1.2,
  against: "a preview of an empty Pulumi program",
  run: () =>
    inFolder(async (folder) => {
      const world = settledWorld(0, dayOfDate(new Date("2026-07-17")));
      const settled = await makeSettledStack({
        worlds: [world],
        today: world.today,
        folder: path.join(folder, "ours"),
      });
      const bare = await makeBareStack({ pairs: 0, things: 0 }, path.join(folder, "bare"));
      return compare({
        name: "start",
        rounds: 5,
        ours: () => settled.run("preview", ["--expect-no-changes"]),
        bare: () => bare.run("preview", ["--expect-no-changes"]),
      });
    }),
};
