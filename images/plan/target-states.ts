import { formatDay } from "../model/day.ts";
import type { TargetPlan } from "./types.ts";
import type { Member } from "../model/image.ts";
import type { Days } from "../tree/record.ts";
import type { Standing, VersionInputs } from "../tree/resources.ts";

/** An image's phase, as resources get it. */
export function standingOf({ phase, reason, listed, replacement, days }: TargetPlan): Standing {
  const standing: Standing = { phase, reason, listed, days: daysInWords(days) };
  return replacement === null ? standing : { ...standing, replacement };
}

/** Groups members with equal states, in the order of each group's first. */
export function groupedStandings(standings: ReadonlyMap<Member, Standing>): VersionInputs["images"] {
  const groups = Map.groupBy(standings, ([, standing]) => JSON.stringify(standing));
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ members: alike.map(([member]) => member), ...first[1] }];
  });
}

function daysInWords(days: Days): Standing["days"] {
  const entries = Object.entries(days).flatMap(([name, day]) =>
    day === undefined ? [] : [[name, formatDay(day)] as const],
  );
  return Object.fromEntries(entries);
}
