import { formatDay } from "../../images/model/day.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { ImageFilesInputs, LatestInputs, TargetState } from "../../images/tree/resources.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import { mirrorOf, targetState, wasShown } from "../../images/plan/target-states.ts";
import { isListed, placeOf } from "../../images/tree/visibility.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { newBootPlan } from "./boot-tests.ts";

/** The resources' inputs from the plan; pure, so that a plan can be turned into registrations without an engine. */

const mirror = mirrorTarget.name;

export const isGone = (image: ImagePlan): boolean => [...image.targets.values()].every(({ phase }) => phase === "gone");

/** The targets at which it is public. */
export const listedAt = ({ targets }: ImagePlan): string[] =>
  [...targets].filter(([, { phase }]) => isListed(phase)).map(([target]) => target);

/** Whether it is public at any target. */
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

/** Undefined for an image whose files this run deletes. A settled image has only its digest and its place. */
export function filesInputs(
  image: ImagePlan,
  set: Pick<SetPlan, "expect" | "decision">,
  { gitlab, tests }: Pick<StackPolicy, "gitlab" | "tests">,
): ImageFilesInputs | undefined {
  const target = mirrorOf(image);
  const place = target === undefined ? null : placeOf(target.phase);
  if (target === undefined || place === null) return undefined;
  const inputs: ImageFilesInputs = { image: image.name, digest: image.digest, place };
  if (!wasShown(target)) inputs.standing = targetState(target);
  const cloudTargets = wasShown(target) && image.record !== null ? {} : cloudStandings(image);
  if (Object.keys(cloudTargets).length > 0) inputs.cloudTargets = cloudTargets;
  if (target.repair.length > 0) inputs.repair = [...target.repair];
  const making = makingOf(image, set);
  if (making === undefined) return inputs;
  const boot = newBootPlan(image, tests);
  return { ...inputs, making: { ...making, ...(gitlab !== null && { gitlab }), ...(boot && { boot }) } };
}

/** What its staged record says of other targets. A shown image is `made` there, because its set's record says the rest. */
const cloudStandings = ({ targets }: ImagePlan): Record<string, TargetState> =>
  Object.fromEntries(
    [...targets]
      .filter(([target]) => target !== mirror)
      .map(([target, plan]) => [target, wasShown(plan) ? justMade(plan) : targetState(plan)]),
  );

const justMade = ({ days: { made } }: TargetPlan): TargetState => ({
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
  const { source, brought, ownVendor } = candidate;
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
    ...(ownVendor && { ownVendor }),
    notInStable: candidate.notInStable === null ? null : [...candidate.notInStable],
    promotes: image.channel === "release",
  };
}

/** The version that each family's name in the tree leads to. */
export const pointersOf = ({ pointers }: Plan): LatestInputs["families"] =>
  Object.fromEntries([...(pointers.get(mirror) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The plan's table as text, as far as the index shows it: a change of it makes the index be written again. */
export const tableText = ({ sets }: Plan): string =>
  sets
    .flatMap(({ images }) => images)
    .flatMap(({ name, targets }) =>
      // an image that is gone may have no row in the next run
      [...targets].flatMap(([target, { phase, reason }]) =>
        phase === "gone" ? [] : [`${name} ${target} ${phase} ${reason}`],
      ),
    )
    .join("\n");
