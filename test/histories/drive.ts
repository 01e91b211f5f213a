import { formatDay } from "../../images/model/day.ts";
import { plan } from "../../images/plan/plan.ts";
import type { History } from "./events.ts";
import { invariants } from "./invariants.ts";
import { momentOf } from "./step.ts";
import type { World } from "./world.ts";

/** Plays a history in a world. Returns what broke an invariant, each with its day; it ends on the first such day. */
export async function drive(history: History, world: World): Promise<string[]> {
  const broken: string[] = [];
  for (const { day, events, killedAfter } of history.days) {
    for (const event of events) await world.happen(event);
    const before = momentOf(await world.facts(), await world.look());
    const run = await world.run(day, killedAfter);
    const after = momentOf(await world.facts(), await world.look());
    const policy = world.policy();
    const step = { day, policy, before, after, run, again: plan(after.facts, policy, day) };
    for (const [name, invariant] of Object.entries(invariants)) {
      for (const finding of invariant(step)) broken.push(`${formatDay(day)} ${name}: ${finding}`);
    }
    if (broken.length > 0) break;
  }
  return broken;
}
