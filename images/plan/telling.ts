import { lastDecided } from "../boot-test/attempts.ts";
import { memberOf } from "../image.ts";
import type { TargetRecord } from "../record.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "./types.ts";

/** What is told of an image at a target, and which of three it is: nobody may take what a run would do for what is so. */
export interface Telling {
  /** As it is recorded; null where nothing is. */
  is: TargetRecord | null;
  /** What this run would make of it; null where that is what it is. */
  wouldBe: TargetPlan | null;
  /** What that assumes, and only the run finds out, as "the gate of 20260718-2543 opens"; null where it assumes nothing. */
  provided: string | null;
}

export function tellingOf({ sets }: Pick<Plan, "sets">, set: SetPlan, image: ImagePlan, target: string): Telling {
  const is = image.record?.targets[target] ?? null;
  const planned = image.targets.get(target);
  if (planned === undefined || is?.phase === planned.phase) return { is, wouldBe: null, provided: null };
  return { is, wouldBe: planned, provided: assumedOf(sets, set, image, target) };
}

/** An image makes way for another one only if that is really shown. */
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

const isNewlyShown = ({ record, targets }: ImagePlan, target: string): boolean =>
  targets.get(target)?.days.shown !== undefined && record?.targets[target]?.days.shown === undefined;

function showingAssumes({ version, gate }: SetPlan, { record }: ImagePlan): string | null {
  if (gate === "assumed") return `the gate of ${version} opens`;
  return record !== null && lastDecided(record)?.outcome === "passed" ? null : "it passes its tests";
}

/** For people, beside the two other words: `is`, `would be`. */
export const providedInWords = (provided: string | null): string[] =>
  provided === null ? [] : [`provided that ${provided}`];

/** Why an image would come to a phase; the plan's own words are those that will be recorded, and tell of it as done. */
export const wouldBeReason = ({ phase, reason }: TargetPlan): string =>
  phase === "current" ? "the newest of its family" : reason;
