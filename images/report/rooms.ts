import type { Facts } from "../plan/facts.ts";
import { isNewlyShown } from "../plan/outlook.ts";
import type { Plan } from "../plan/types.ts";
import { alike } from "./alike.ts";
import type { RoomNote } from "./types.ts";

/** How many more images a target could show after this run: for each target that limits public images and gets some now. */
export function roomsOf(plan: Plan, { observed }: Pick<Facts, "observed">): RoomNote[] {
  const bounded = [...observed].flatMap(([target, { room }]) => {
    const rising = room === undefined ? 0 : risingAt(plan, target);
    return room === undefined || rising === 0 ? [] : [{ target, left: room.images - rising, reason: room.reason }];
  });
  return alike(bounded, ({ left, reason }) => [left, reason]).map((same) => {
    const [{ left, reason }] = same;
    return { targets: same.map(({ target }) => target), left, reason };
  });
}

const risingAt = ({ sets }: Plan, target: string): number =>
  sets.flatMap(({ images }) => images).filter((image) => isNewlyShown(image, target)).length;
