import { dayOfDate } from "../../images/model/day.ts";
import { plan } from "../../images/plan/plan.ts";
import type { Plan } from "../../images/plan/types.ts";
import { settledWorld, type SettledWorld } from "../worlds/settled.ts";
import { median, secondsOf } from "./measure.ts";

/** A channel with so many images, on a day on which nothing is due. */
export function settledChannel(images: number): SettledWorld {
  const world = settledWorld(images, dayOfDate(new Date("2026-07-17")));
  const { deletions, refusals } = planOf(world);
  if (deletions.length > 0 || refusals.length > 0)
    throw new Error("the plan of a settled channel wants to do something");
  return world;
}

export const planOf = ({ facts, policy, today }: SettledWorld): Plan => plan(facts, policy, today);

/** How many seconds a plan takes: the median of so many plans. */
export async function planSeconds(world: SettledWorld, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await secondsOf(async () => planOf(world)));
  return median(times);
}
