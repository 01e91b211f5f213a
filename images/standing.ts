import { formatDay } from "./day.ts";
import type { TargetPlan } from "./plan/types.ts";
import type { Days } from "./record.ts";
import type { Standing } from "./resources.ts";

/** Where an image stands, as resources are told it. */
export function standingOf({ phase, reason, listed, replacement, days }: TargetPlan): Standing {
  const standing: Standing = { phase, reason, listed, days: daysInWords(days) };
  return replacement === null ? standing : { ...standing, replacement };
}

function daysInWords(days: Days): Standing["days"] {
  const entries = Object.entries(days).flatMap(([name, day]) =>
    day === undefined ? [] : [[name, formatDay(day)] as const],
  );
  return Object.fromEntries(entries);
}
