import { formatDay } from "../model/day.ts";
import { memberOf, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import type { Days } from "../tree/record.ts";
import type { TargetState, VersionInputs } from "../tree/resources.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "./types.ts";

/** The planned states of images, as the inputs of resources have them. */

export function targetState({ phase, reason, listed, replacement, days }: TargetPlan): TargetState {
  const state: TargetState = { phase, reason, listed, days: daysInWords(days) };
  return replacement === null ? state : { ...state, replacement };
}

function daysInWords(days: Days): TargetState["days"] {
  const entries = Object.entries(days).flatMap(([name, day]) =>
    day === undefined ? [] : [[name, formatDay(day)] as const],
  );
  return Object.fromEntries(entries);
}

export const mirrorOf = ({ targets }: ImagePlan): TargetPlan | undefined => targets.get(mirrorTarget.name);

/** Shown at any time, also when it is withdrawn since. */
export const wasShown = (target: TargetPlan): boolean => target.days.shown !== undefined;

/** The states in the tree of the images that are in the set's record: those that are or were shown there. */
export function statesInTree({ images }: SetPlan): ReadonlyMap<Member, TargetState> {
  const shown = images.flatMap((image) => {
    const mirror = mirrorOf(image);
    return mirror !== undefined && wasShown(mirror) ? [[memberOf(image.image), targetState(mirror)] as const] : [];
  });
  return byMember(shown);
}

/** The states of the same images at another target. */
export function statesAt(set: SetPlan, target: string): VersionInputs["images"] {
  const recorded = statesInTree(set);
  const states = set.images.flatMap((image) => {
    const plan = image.targets.get(target);
    const member = memberOf(image.image);
    return plan === undefined || !recorded.has(member) ? [] : [[member, targetState(plan)] as const];
  });
  return groupedStates(byMember(states));
}

const byMember = (states: readonly (readonly [Member, TargetState])[]): ReadonlyMap<Member, TargetState> =>
  new Map(states.toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Groups members with equal states, in the order of each group's first. */
export function groupedStates(states: ReadonlyMap<Member, TargetState>): VersionInputs["images"] {
  const groups = Map.groupBy(states, ([, state]) => JSON.stringify(state));
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ members: alike.map(([member]) => member), ...first[1] }];
  });
}
