import { formatDay } from "../../images/model/day.ts";
import { decisionInWords } from "../../images/releases/decision/words.ts";
import type { Problem } from "../../images/model/errors.ts";
import { channelDirectory, setName } from "../../images/model/image.ts";
import { outlookOf } from "../../images/plan/outlook.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import type { Phase } from "../../images/tree/record.ts";
import { isRequired } from "../../images/builds/refusals.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import { isGone, pointersOf } from "./inputs.ts";

/** A channel with its policy, its refusals, and its plan. */
interface Planned {
  policy: StackPolicy;
  plan: Plan;
  refusals: readonly Problem[];
}

/** The stack's outputs. Small, since the state is rewritten at each step: settled images are only counted. */
export interface Summary {
  /**
   * By channel, after this run: the number of images in each phase, and the images that will still change, each with its
   * reason; by set, the condition that only the run decides, for example "its gate opens".
   */
  images: Record<
    string,
    { phases: Partial<Record<Phase, number>>; moving: Record<string, string>; provided: Record<string, string> }
  >;
  /** By channel and family (`vendor/arch`): the version that its name in the tree leads to. */
  pointers: Record<string, Record<string, string>>;
  /** By release channel: its decision. By set that is not shown yet: its gate. */
  decisions: Record<string, string>;
  /** By day, the nearest first: changes that come by themselves. */
  next: Record<string, string[]>;
  refusals: (Problem & { required: boolean })[];
}

const resting: readonly Phase[] = ["current", "superseded", "hidden"];
const daysAhead = 7;

export function summaryOf(refusals: readonly Problem[], planned: readonly Planned[]): Summary {
  const byChannel = <Value>(value: (each: Planned) => Value): Record<string, Value> =>
    Object.fromEntries(planned.map((each) => [channelDirectory(each.policy), value(each)]));
  const strict = planned.map(({ policy }) => policy);
  const refused = [...refusals, ...planned.flatMap((each) => [...each.refusals, ...each.plan.refusals])];
  return {
    images: byChannel(({ plan }) => ({
      phases: phaseCounts(plan),
      moving: movingImages(plan),
      provided: assumptions(plan),
    })),
    pointers: byChannel(({ plan }) => ({ ...pointersOf(plan) })),
    decisions: Object.fromEntries(planned.flatMap(({ plan, policy }) => decisions(plan, policy))),
    next: nextDays(planned),
    refusals: refused.map((problem) => ({ ...problem, required: isRequired(problem, strict) })),
  };
}

const imagesOf = ({ sets }: Plan): ImagePlan[] =>
  sets.flatMap(({ images }) => images).filter((image) => !isGone(image));

const phaseOf = ({ targets }: ImagePlan): Phase | undefined => targets.get("mirror")?.phase;

function phaseCounts(plan: Plan): Partial<Record<Phase, number>> {
  const counts: Partial<Record<Phase, number>> = {};
  for (const phase of imagesOf(plan).map(phaseOf)) {
    if (phase !== undefined) counts[phase] = (counts[phase] ?? 0) + 1;
  }
  return counts;
}

function assumptions(plan: Plan): Record<string, string> {
  const found = plan.sets.flatMap((set) =>
    set.images.flatMap((image) =>
      [...image.targets.keys()].flatMap((target): [string, string][] => {
        const { provided } = outlookOf(plan, set, image, target);
        return provided === null ? [] : [[set.version, provided]];
      }),
    ),
  );
  const bySet = Map.groupBy(found, ([version]) => version);
  return Object.fromEntries(
    [...bySet].map(([version, each]) => [version, [...new Set(each.map(([, provided]) => provided))].join("; ")]),
  );
}

function movingImages(plan: Plan): Record<string, string> {
  const moving = imagesOf(plan).flatMap(({ name, targets }) =>
    [...targets]
      .filter(([, { phase }]) => !resting.includes(phase))
      .map(([target, { phase, reason }]) => [`${name} at ${target}`, `${phase}: ${reason}`] as const),
  );
  return Object.fromEntries(moving);
}

function decisions({ sets, decision }: Plan, policy: StackPolicy): [string, string][] {
  const { suite, channel } = policy;
  const release: [string, string][] = decision === null ? [] : [[channelDirectory(policy), decisionInWords(decision)]];
  const gates = sets
    .filter((set) => !isShown(set))
    .map(({ version, gate, gateReason }): [string, string] => [
      setName({ suite, channel, version }),
      `${gate}: ${gateReason}`,
    ]);
  return [...release, ...gates];
}

const isShown = ({ images }: SetPlan): boolean =>
  images.some(({ targets }) => [...targets.values()].some(({ days }) => days.shown !== undefined));

function nextDays(planned: readonly Planned[]): Record<string, string[]> {
  const changes = planned.flatMap(({ plan, policy }) => imagesOf(plan).flatMap((image) => datedChanges(image, policy)));
  const byDay = Map.groupBy(changes, ({ day }) => day);
  const nearest = [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, daysAhead);
  return Object.fromEntries(
    nearest.map(([day, all]) => [
      day,
      [...Map.groupBy(all, ({ text }) => text)].map(([text, same]) => `${text}, images: ${same.length}`),
    ]),
  );
}

function datedChanges({ image, targets }: ImagePlan, policy: StackPolicy): { day: string; text: string }[] {
  const text = (phase: Phase) => `${setName({ ...policy, version: image.version })}: ${phase}`;
  return [...targets.values()].flatMap(({ next }) =>
    next?.day == null ? [] : [{ day: formatDay(next.day), text: text(next.phase) }],
  );
}
