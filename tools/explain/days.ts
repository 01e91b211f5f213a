import type { Day } from "../../images/model/day.ts";
import type { TargetPlan } from "../../images/plan/types.ts";
import type { Days, Phase } from "../../images/tree/record.ts";

/** What happened to an image at a target, in the order of the days. */
export function history(days: Partial<Days>): [Day, keyof Days][] {
  return dayKeys
    .flatMap((key): [Day, keyof Days][] => {
      const day = days[key];
      return day === undefined ? [] : [[day, key]];
    })
    .toSorted(([a], [b]) => a - b);
}

const dayKeys = ["made", "held", "shown", "superseded", "hidden", "failed", "withdrawn", "lost", "gone"] as const;

/** The day on which the image reached its phase; undefined if the record lacks it. */
export function dayOf({ phase, days }: Pick<TargetPlan, "phase" | "days">): Day | undefined {
  return days[keyOf(phase)];
}

const keyOf = (phase: Phase): keyof Days => (phase === "current" ? "shown" : phase);
