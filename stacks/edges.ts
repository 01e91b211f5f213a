import type { ImagePlan, SetPlan } from "../images/plan/types.ts";
import { placeOf, publicRank } from "../images/visibility.ts";

/**
 * The order of one publication, as edges between resources:
 * files → gate → sets that rise → pointers → sets that fall → index.
 */
export interface Order {
  /** Sets that rise or rest: done without waiting for the pointers. */
  beforePointers: readonly SetPlan[];
  /** Sets that become less public somewhere: only once no pointer leads to them any more. */
  afterPointers: readonly SetPlan[];
}

/** `rises`: becomes more public, so pointers wait for it. `falls`: becomes less public, so it waits for the pointers, whatever else of it rises. */
export type Movement = "rises" | "rests" | "falls";

const mirror = "mirror";

function rise({ record, targets }: ImagePlan): number {
  const was = record?.targets[mirror];
  const is = targets.get(mirror);
  return (is === undefined ? 0 : publicRank(is.phase)) - (was === undefined ? 0 : publicRank(was.phase));
}

export function movementOf(set: SetPlan): Movement {
  const rises = set.images.map(rise);
  if (rises.some((by) => by < 0)) return "falls";
  return rises.some((by) => by > 0) ? "rises" : "rests";
}

export function orderOf(sets: readonly SetPlan[]): Order {
  const falls = (set: SetPlan): boolean => movementOf(set) === "falls";
  return { beforePointers: sets.filter((set) => !falls(set)), afterPointers: sets.filter(falls) };
}

/** Whether the image's files are taken out of the tree in this run: after the pointers have moved away. */
export function leavesTree({ record, targets }: ImagePlan): boolean {
  const was = record?.targets[mirror];
  const is = targets.get(mirror);
  return was !== undefined && is !== undefined && placeOf(was.phase) === "tree" && placeOf(is.phase) === "quarantine";
}
