import { isNewlyShown } from "../../../images/plan/outlook.ts";
import type { Plan } from "../../../images/plan/types.ts";
import type { ObservedCloud } from "../../../targets/target.ts";

type ByTarget = ReadonlyMap<string, ObservedCloud>;

/**
 * Asks each target at which the plan shows images for the first time how many it lets us show. Where one has no room the plan may show
 * others elsewhere, so it is made again until it has asked all that it needs.
 *
 * @param planWith the plan, as it is with these observations
 */
export async function withRooms(observed: ByTarget, planWith: (observed: ByTarget) => Plan): Promise<ByTarget> {
  let known = observed;
  for (;;) {
    const unasked = [...known].filter(([, { askRoom }]) => askRoom !== undefined);
    if (unasked.length === 0) return known;
    const rising = risingIn(
      planWith(known),
      unasked.map(([target]) => target),
    );
    if (rising.size === 0) return known;
    const asked = unasked.filter(([target]) => rising.has(target)).map(askedOf);
    known = new Map([...known, ...(await Promise.all(asked))]);
  }
}

const risingIn = ({ sets }: Plan, targets: readonly string[]): ReadonlySet<string> => {
  const images = sets.flatMap((set) => set.images);
  return new Set(targets.filter((target) => images.some((image) => isNewlyShown(image, target))));
};

/** What is asked once is not asked again, whatever the answer. */
async function askedOf([target, cloud]: readonly [string, ObservedCloud]): Promise<readonly [string, ObservedCloud]> {
  const { askRoom, ...rest } = cloud;
  const { observed, warnings } = (await askRoom?.()) ?? rest;
  return [target, { observed, warnings }];
}
