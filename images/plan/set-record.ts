import { memberOf, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import type { Standing, VersionInputs } from "../tree/resources.ts";
import { groupedStandings, standingOf } from "./target-states.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "./types.ts";

export const mirrorOf = ({ targets }: ImagePlan): TargetPlan | undefined => targets.get(mirrorTarget.name);

/** Shown at any time, also when it is withdrawn since: the set's record in the tree has it. */
export const wasShown = (target: TargetPlan): boolean => target.days.shown !== undefined;

/** What the set's record is to say of its images: of those that are or were shown. */
export function standingsOf({ images }: SetPlan): ReadonlyMap<Member, Standing> {
  const shown = images.flatMap((image) => {
    const target = mirrorOf(image);
    return target !== undefined && wasShown(target) ? [[memberOf(image.image), standingOf(target)] as const] : [];
  });
  return new Map(shown.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same of another target: where the images that the set's record has stand there, those alike together. */
export function standingsAt(set: SetPlan, target: string): VersionInputs["images"] {
  const recorded = standingsOf(set);
  const there = set.images.flatMap((image) => {
    const plan = image.targets.get(target);
    const member = memberOf(image.image);
    return plan === undefined || !recorded.has(member) ? [] : [[member, standingOf(plan)] as const];
  });
  return groupedStandings(new Map(there.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
