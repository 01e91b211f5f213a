import { formatDay } from "../images/day.ts";
import { memberOf, type Member } from "../images/image.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "../images/plan/types.ts";
import type { ImageFilesInputs, LatestInputs, Standing, VersionInputs } from "../images/resources.ts";
import type { StackPolicy } from "../images/stack-policy.ts";
import { groupedStandings, standingOf } from "../images/standing.ts";
import { isListed, placeOf } from "../images/visibility.ts";
import { newBootPlan } from "./boot-tests.ts";

/** The resources' inputs from the plan; pure, so that a plan can be turned into registrations without an engine. */

const mirror = "mirror";

const mirrorOf = ({ targets }: ImagePlan): TargetPlan | undefined => targets.get(mirror);

/** Shown at any time, also when it is withdrawn since: the set's record in the tree has it. */
const wasShown = (target: TargetPlan): boolean => target.days.shown !== undefined;

export const isGone = (image: ImagePlan): boolean => [...image.targets.values()].every(({ phase }) => phase === "gone");

/** The targets at which it is public. */
export const listedAt = ({ targets }: ImagePlan): string[] =>
  [...targets].filter(([, { phase }]) => isListed(phase)).map(([target]) => target);

/** Public somewhere: what may not be replaced or removed by mistake. */
export const isPublic = (image: ImagePlan): boolean => listedAt(image).length > 0;

/** Whether the tree has, or is to have, the set's directory. */
export const hasDirectory = ({ images }: SetPlan): boolean =>
  images.map(mirrorOf).some((target) => target !== undefined && wasShown(target) && target.phase !== "gone");

/** Whether the records say that any image of the set was shown anywhere. */
export const wasEverShown = ({ images }: SetPlan): boolean =>
  images.some(({ record }) => Object.values(record?.targets ?? {}).some(({ days }) => days.shown !== undefined));

/** Whether the set has a gate that is open, or opens in this run. */
export const hasOpenGate = (set: SetPlan): boolean =>
  (set.gate === "open" || set.gate === "assumed") && set.images.some((image) => !isGone(image));

/** Undefined for an image that leaves the tree's care in this run. A settled image has no more than its digest and its place. */
export function filesInputs(
  image: ImagePlan,
  set: Pick<SetPlan, "expect" | "decision">,
  { gitlab, tests }: Pick<StackPolicy, "gitlab" | "tests">,
): ImageFilesInputs | undefined {
  const target = mirrorOf(image);
  const place = target === undefined ? null : placeOf(target.phase);
  if (target === undefined || place === null) return undefined;
  const inputs: ImageFilesInputs = { image: image.name, digest: image.digest, place };
  if (!wasShown(target)) inputs.standing = standingOf(target);
  const elsewhere = wasShown(target) && image.record !== null ? {} : standingsElsewhere(image);
  if (Object.keys(elsewhere).length > 0) inputs.elsewhere = elsewhere;
  if (target.repair.length > 0) inputs.repair = [...target.repair];
  const making = makingOf(image, set);
  if (making === undefined) return inputs;
  const boot = newBootPlan(image, tests);
  return { ...inputs, making: { ...making, ...(gitlab !== null && { gitlab }), ...(boot && { boot }) } };
}

/** What its staged record says of other targets: there it is made, until its set's record says more. */
const standingsElsewhere = ({ targets }: ImagePlan): Record<string, Standing> =>
  Object.fromEntries(
    [...targets]
      .filter(([target]) => target !== mirror)
      .map(([target, plan]) => [target, wasShown(plan) ? justMade(plan) : standingOf(plan)]),
  );

const justMade = ({ days: { made } }: TargetPlan): Standing => ({
  phase: "made",
  reason: "made",
  listed: false,
  days: { made: formatDay(made) },
});

function makingOf(
  { candidate, packages, required, image, targets }: ImagePlan,
  { expect, decision }: Pick<SetPlan, "expect" | "decision">,
): ImageFilesInputs["making"] {
  if (candidate === null) return undefined;
  const { source, brought } = candidate;
  const expected = { required: [...expect.required], bestEffort: [...expect.bestEffort] };
  const made = targets.get(mirror)?.days.made;
  return {
    source,
    ...(brought && { brought }),
    packages,
    ...(made === undefined ? {} : { day: formatDay(made) }),
    required,
    expect: expected,
    ...(decision === null ? {} : { decision }),
    notInStable: candidate.notInStable === null ? null : [...candidate.notInStable],
    promotes: image.channel === "release",
  };
}

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

/** The version that each family's name in the tree leads to. */
export const pointersOf = ({ pointers }: Plan): LatestInputs["families"] =>
  Object.fromEntries([...(pointers.get(mirror) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The plan's table as text: what the index shows of it, and so what must make it be written again. */
export const tableText = ({ sets }: Plan): string =>
  sets
    .flatMap(({ images }) => images)
    .flatMap(({ name, targets }) =>
      [...targets].map(([target, { phase, reason }]) => `${name} ${target} ${phase} ${reason}`),
    )
    .join("\n");
