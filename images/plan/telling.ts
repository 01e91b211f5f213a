import { lastDecided } from "../tree/attempts.ts";
import { memberOf } from "../model/image.ts";
import type { TargetRecord } from "../tree/record.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "./types.ts";

/** The state of an image at a target. It keeps apart what is recorded and what a run would do, so that nobody takes one for the other. */
export interface Telling {
  /** The recorded state; null without a record. */
  is: TargetRecord | null;
  /** The state after this run; null if it does not change. */
  wouldBe: TargetPlan | null;
  /** The condition for `wouldBe` that only the run decides, for example "the gate of 20260718-2543 opens"; null without one. */
  provided: string | null;
}

export function tellingOf({ sets }: Pick<Plan, "sets">, set: SetPlan, image: ImagePlan, target: string): Telling {
  const is = image.record?.targets[target] ?? null;
  const planned = image.targets.get(target);
  if (planned === undefined || is?.phase === planned.phase) return { is, wouldBe: null, provided: null };
  return { is, wouldBe: planned, provided: assumedOf(sets, set, image, target) };
}

/** An image is superseded only if its replacement is really shown. */
function assumedOf(sets: readonly SetPlan[], set: SetPlan, image: ImagePlan, target: string): string | null {
  if (isNewlyShown(image, target)) return showingAssumes(set, image);
  const { phase, replacement } = image.targets.get(target) ?? { phase: "made", replacement: null };
  if (replacement === null || (phase !== "superseded" && phase !== "hidden")) return null;
  const successors = sets.find(({ version }) => version === replacement);
  const successor = successors?.images.find((other) => memberOf(other.image) === memberOf(image.image));
  return successors === undefined || successor === undefined || !isNewlyShown(successor, target)
    ? null
    : showingAssumes(successors, successor);
}

/** Whether the plan shows the image at a target where no record has it as shown. */
export const isNewlyShown = ({ record, targets }: ImagePlan, target: string): boolean =>
  targets.get(target)?.days.shown !== undefined && record?.targets[target]?.days.shown === undefined;

function showingAssumes({ version, gate }: SetPlan, { record }: ImagePlan): string | null {
  if (gate === "assumed") return `the gate of ${version} opens`;
  return record !== null && lastDecided(record)?.outcome === "passed" ? null : "it passes its tests";
}

/** The condition in words, after `is` and `would be`. */
export const providedInWords = (provided: string | null): string[] =>
  provided === null ? [] : [`provided that ${provided}`];

/** Why an image would come to a phase. The plan's own reasons are written for the record, in the past tense. */
export const wouldBeReason = ({ phase, reason }: TargetPlan): string =>
  phase === "current" ? "the newest of its family" : reason;
