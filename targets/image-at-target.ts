import type { ImagePlan, TargetPlan } from "../images/plan/types.ts";
import type { Target } from "../images/model/target.ts";
import type { StackPolicy } from "../images/plan/policy.ts";
import type { Phase, TargetRecord } from "../images/tree/record.ts";
import type { TargetResult } from "../images/tree/resources.ts";

/** An image at a target in a cloud, from when it is made there until it is gone. */
export interface ImageAtTarget<T extends Target = Target> {
  image: ImagePlan;
  target: T;
  plan: TargetPlan;
  recorded: TargetRecord | undefined;
  /** Why the target is left alone in this run; undefined where it is up. */
  down: string | undefined;
}

/** Where images may go, and which of these targets are down: those are planned out. */
export interface Reachable extends Pick<StackPolicy, "targets"> {
  /** By target, why. */
  down: ReadonlyMap<string, string>;
}

/** The image at each cloud's target that has it, or is to have it. */
export const inClouds = (image: ImagePlan, { targets, down }: Reachable): ImageAtTarget[] =>
  targets
    .filter(({ kind }) => kind === "cloud")
    .flatMap((target) => {
      const plan = image.targets.get(target.name);
      if (plan === undefined || plan.phase === "gone") return [];
      const recorded = image.record?.targets[target.name];
      return [{ image, target, plan, recorded, down: down.get(target.name) }];
    });

/** The place of that target's name. */
export function placeAt<Place extends Pick<ImageAtTarget, "target">>(places: readonly Place[], target: string): Place {
  const found = places.find((place) => place.target.name === target);
  if (found === undefined) throw new RangeError(`${target} is none of the image's targets`);
  return found;
}

/**
 * Why nothing is sent there in this run; undefined where the bytes are to be there. What is lost is given up until it is intact
 * again. What never came before it was withdrawn, or before a newer one was shown, is of no use any more.
 */
export function whyNotSent({
  plan: { phase },
  recorded,
  down,
}: Pick<ImageAtTarget, "plan" | "recorded" | "down">): string | undefined {
  if (down !== undefined) return `the cloud is down (${down})`;
  const isThere = recorded !== undefined && recorded.refs.length > 0;
  const isOver = phase === "lost" || (!isThere && (phase === "withdrawn" || phase === "failed"));
  return isOver ? `it is ${phase}` : undefined;
}

/** The `outcome` of an upload of which nothing is sent, in the place of what became of its files; empty for any other. */
export function outcomeUnsent(place: Parameters<typeof whyNotSent>[0]): { outcome?: string } {
  const why = whyNotSent(place);
  return why === undefined ? {} : { outcome: `left out: ${why}` };
}

/** A failure of it fails the run. */
export const isRequired = ({ image, target }: Pick<ImageAtTarget, "image" | "target">): boolean =>
  target.required && image.required;

/** Whether it is shown there for the first time: then it waits for the others of its set. */
export const isRising = ({ plan, recorded }: Pick<ImageAtTarget, "plan" | "recorded">): boolean =>
  plan.days.shown !== undefined && recorded?.days.shown === undefined;

export const passed = "passed";

/** The state of an upload whose image did not pass, or was left out. */
export const notUploaded = (outcome: string): string => `broken: not uploaded: its files are ${outcome}`;

/** Whether an update has bytes to upload. An image that did not pass has none, so later runs have nothing to do either. */
export const isUploadDue = (state: string, outcome: string): boolean =>
  state !== passed && state !== notUploaded(outcome);

/** The result where this run has nothing to do, so that nothing waits for it. */
export function knownResult({ plan, recorded, down }: ImageAtTarget): TargetResult | undefined {
  const refs = recorded?.refs ?? [];
  const rests =
    refs.length > 0 && plan.repair.length === 0 && recorded?.phase === plan.phase && recorded.reason === plan.reason;
  if (rests) return { refs, state: passed };
  return down === undefined ? undefined : { refs, state: `broken: the cloud is down (${down})` };
}

/** The results of the upload, and of showing or hiding it; each `passed`, or `broken: reason`. */
interface StepResults {
  refs: string[];
  uploaded: string;
  seen: string;
}

/** For an image that must be hidden, the result is that of hiding it; for a lost one, nothing is expected. */
export function resultIn(phase: Phase, { refs, uploaded, seen }: StepResults): TargetResult {
  if (phase === "lost") return { refs, state: passed };
  const needsBytes = phase === "made" || phase === "current" || phase === "superseded" || phase === "hidden";
  return { refs, state: needsBytes && uploaded !== passed ? uploaded : seen };
}
