import type { LatestInputs } from "../../images/tree/resources.ts";
import type { ImagePlan, SetPlan } from "../../images/plan/types.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { isListed, placeOf, publicRank } from "../../images/tree/visibility.ts";

/**
 * The order of one publication, as edges between resources:
 * files → gate → sets that rise → pointers, with what is unlisted → sets that fall → index.
 */
interface Order {
  /** Sets that rise or rest: they do not wait for the pointers. */
  beforePointers: readonly SetPlan[];
  /** Sets that fall: they wait until no pointer leads to them. */
  afterPointers: readonly SetPlan[];
}

/** `rises`: becomes more public, so the pointers wait for it. `falls`: an image becomes less public or fails, so it waits for the pointers. */
export type Movement = "rises" | "rests" | "falls";

const mirror = mirrorTarget.name;

/** By how much the image becomes more public at each target; negative: less public. */
function rises({ record, targets }: ImagePlan): number[] {
  return [...targets].map(([target, is]) => {
    const was = record?.targets[target];
    return publicRank(is.phase) - (was === undefined ? 0 : publicRank(was.phase));
  });
}

/** An image may fail because a newer set is shown. It then waits for that set, whose gate may still close. */
const fails = ({ record, targets }: ImagePlan): boolean =>
  targets.get(mirror)?.phase === "failed" && record?.targets[mirror]?.phase !== "failed";

export function movementOf(set: SetPlan): Movement {
  const changes = set.images.flatMap(rises);
  if (changes.some((by) => by < 0) || set.images.every(fails)) return "falls";
  return changes.some((by) => by > 0) ? "rises" : "rests";
}

export function orderOf(sets: readonly SetPlan[]): Order {
  const falls = (set: SetPlan): boolean => movementOf(set) === "falls";
  return { beforePointers: sets.filter((set) => !falls(set)), afterPointers: sets.filter(falls) };
}

/** Whether the image's files wait for the pointers too: they leave the tree, or fail because of a newer set. */
export const waitsForPointers = (image: ImagePlan): boolean => fails(image) || leavesTree(image);

function leavesTree({ record, targets }: ImagePlan): boolean {
  const was = record?.targets[mirror];
  const is = targets.get(mirror);
  return was !== undefined && is !== undefined && placeOf(was.phase) === "tree" && placeOf(is.phase) === "quarantine";
}

/** Images that lists must stop naming before they become unavailable. An image hidden in the tree stays at its URL. */
export const unlistedIn = (sets: readonly SetPlan[]): NonNullable<LatestInputs["unlist"]> =>
  sets.flatMap(({ images }) =>
    images.flatMap((image) =>
      [...image.targets]
        .filter(([target, { phase }]) =>
          target === mirror ? leavesTree(image) : image.record?.targets[target]?.listed === true && !isListed(phase),
        )
        .map(([target]) => ({ image: image.name, target })),
    ),
  );
