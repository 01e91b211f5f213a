import { lastDecided } from "../tree/attempts.ts";
import { memberOf } from "../model/image.ts";
import type { TargetRecord } from "../tree/record.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "./types.ts";

/** An image at a target, for people: its recorded state, and apart from it the state that a run would bring. */
export interface Outlook {
  /** The recorded state; null without a record. */
  is: TargetRecord | null;
  /** The state after this run; null if it does not change. */
  wouldBe: TargetPlan | null;
  /** The condition for `wouldBe` that only the run decides, for example "the gate of 20260718-2543 opens"; null without one. */
  provided: string | null;
}

export function outlookOf({ sets }: Pick<Plan, "sets">, set: SetPlan, image: ImagePlan, target: string): Outlook {
  const is = image.record?.targets[target] ?? null;
  const planned = image.targets.get(target);
  if (planned === undefined || is?.phase === planned.phase) return { is, wouldBe: null, provided: null };
  return { is, wouldBe: planned, provided: assumedOf(sets, set, image, target) };
}

/** A superseded or hidden image depends on its replacement being shown. */
function assumedOf(sets: readonly SetPlan[], set: SetPlan, image: ImagePlan, target: string): string | null {
  if (isNewlyShown(image, target)) return showingAssumes(set, image);
  const { phase, replacement } = image.targets.get(target) ?? { phase: "made", replacement: null };
  if (replacement === null || (phase !== "superseded" && phase !== "hidden")) return null;
  const newerSet = sets.find(({ version }) => version === replacement);
  const successor = newerSet?.images.find((other) => memberOf(other.image) === memberOf(image.image));
  return newerSet === undefined || successor === undefined || !isNewlyShown(successor, target)
    ? null
    : showingAssumes(newerSet, successor);
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

/** The reason of a state that a run would bring. The plan's own reason is in the past tense, for the record. */
export const wouldBeReason = ({ phase, reason }: TargetPlan): string =>
  phase === "current" ? "the newest of its family" : reason;
