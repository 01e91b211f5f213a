import type { Day } from "../model/day.ts";
import type { Phase } from "../tree/record.ts";
import type { Plan } from "./types.ts";

/** A change on a coming day, if nothing happens before. */
export interface UpcomingChange {
  day: Day;
  /** The image's name. */
  image: string;
  target: string;
  phase: Phase;
  reason: string;
}

/** The changes of the coming days: the nearest day first, within a day the oldest version first. */
export function upcoming({ sets }: Plan): UpcomingChange[] {
  const changes: UpcomingChange[] = [];
  for (const { images } of sets.toReversed()) {
    for (const { name, targets } of images) {
      for (const [target, { next }] of targets) {
        if (next !== null && next.day !== null) {
          changes.push({ day: next.day, image: name, target, phase: next.phase, reason: next.reason });
        }
      }
    }
  }
  return changes.sort((a, b) => a.day - b.day);
}
