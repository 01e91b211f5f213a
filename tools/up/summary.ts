import { formatDay, type Day } from "../../images/day.ts";
import { describeProblem, type Problem } from "../../images/errors.ts";
import { memberOf, type Member } from "../../images/image.ts";
import type { Change, ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import type { Phase } from "../../images/record.ts";
import type { Version } from "../../images/version.ts";
import { columns, count } from "../columns.ts";
import { groupBy } from "../group.ts";
import type { Transition } from "./transitions.ts";

export interface Outcome {
  /** From the records as they are after the run. */
  plan: Plan;
  changed: readonly Transition[];
  /** Of artifacts and configuration, beside those of the plan. */
  refusals: readonly Problem[];
}

/** What a run did and what comes next, for people. */
export function summary({ plan, changed, refusals }: Outcome): string[] {
  const done = changed.length === 0 ? [unchanged(plan)] : columns(changed.map((change) => row(change, plan)));
  const told = [...plan.refusals, ...refusals].map((problem) => `refused: ${describeProblem(problem)}`);
  return [...done, ...columns(upcoming(plan)), ...told, ...plan.warnings.map((warning) => `warning: ${warning}`)];
}

function row({ phase, version, target, members, reason }: Transition, plan: Plan): string[] {
  const where = target === "mirror" ? "" : ` at ${target}`;
  return [phase, version, membersText(members, setOf(plan, version)) + where, reason];
}

const setOf = ({ sets }: Plan, version: Version): SetPlan | undefined => sets.find((set) => set.version === version);

/** All of a set are counted, few are named. */
function membersText(members: readonly Member[], set: SetPlan | undefined): string {
  const whole = set === undefined || set.images.length === members.length;
  return members.length > 3 || (whole && members.length > 1) ? count(members.length, "image") : members.join(" ");
}

function unchanged({ sets }: Plan): string {
  const images = sets.reduce((sum, set) => sum + set.images.length, 0);
  const current = sets.find(({ images: [first] }) => phasesOf(first).includes("current"));
  const newest = current === undefined ? "none is current" : `${current.version} is current`;
  return `nothing changed: ${count(sets.length, "set")}, ${count(images, "image")}, ${newest}`;
}

const phasesOf = (image: ImagePlan | undefined): Phase[] =>
  image === undefined ? [] : [...image.targets.values()].map(({ phase }) => phase);

const mostUpcoming = 5;

interface Dated {
  day: Day;
  change: Change;
  version: Version;
  member: Member;
}

/** The next few days on which something changes by itself. */
function upcoming(plan: Plan): string[][] {
  const dated = plan.sets.flatMap((set) => set.images.flatMap((image) => datedChanges(set, image)));
  const groups = groupBy(
    dated.toSorted((a, b) => a.day - b.day),
    ({ day, change, version }) => `${day} ${change.phase} ${version}`,
  );
  return groups.slice(0, mostUpcoming).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const members = [...new Set(group.map(({ member }) => member))];
    const images = membersText(members, setOf(plan, first.version));
    return [["next", formatDay(first.day), first.change.phase, first.version, images, first.change.reason]];
  });
}

function datedChanges({ version }: SetPlan, { image, targets }: ImagePlan): Dated[] {
  return [...targets.values()].flatMap(({ next }) =>
    next?.day == null ? [] : [{ day: next.day, change: next, version, member: memberOf(image) }],
  );
}
