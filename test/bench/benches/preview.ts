import path from "node:path";
import { dayOfDate } from "../../../images/model/day.ts";
import { makeBareStack, makeSettledStack } from "../../worlds/settled-stack.ts";
import { settledWorld } from "../../worlds/settled.ts";
import type { Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";

/** Resources besides those of images: each set has a gate and a version; the channel has the provider, the publication, the pointer, `latest` and the index. */
const resourcesBesides = (sets: number): number => 2 * sets + 5;

/** A preview in which nothing changes, of a stack with so many images. */
const preview = (images: number, rounds: number): Bench => ({
  name: `preview-${images}`,
  goal: 1.15,
  against: "a bare Pulumi program with as many resources",
  run: () =>
    inFolder(async (folder) => {
      const { name } = preview(images, rounds);
      const world = settledWorld(images, dayOfDate(new Date("2026-07-17")));
      const { sets } = world.facts;
      const pairs = sets.flatMap((set) => set.images).length;
      say(`${name}: filling two states with ${pairs} images …`);
      const settled = await makeSettledStack({
        worlds: [world],
        today: world.today,
        folder: path.join(folder, "ours"),
      });
      const bare = await makeBareStack({ pairs, things: resourcesBesides(sets.length) }, path.join(folder, "bare"));
      return compare({
        name,
        rounds,
        ours: () => settled.run("preview", ["--expect-no-changes"]),
        bare: () => bare.run("preview", ["--expect-no-changes"]),
      });
    }),
});

export const preview1000 = preview(1000, 3);
export const preview10000 = preview(10_000, 3);
