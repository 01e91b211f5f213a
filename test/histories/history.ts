import { Calendar } from "./calendar.ts";
import type { History, HistoryDay } from "./events.ts";
import { randomFrom } from "./random.ts";
import { randomPolicy } from "./random-policy.ts";
import { RandomStory } from "./random-story.ts";

/** A random history of some tens of days. */
export function randomHistory(seed: number): History {
  const random = randomFrom(seed);
  const policy = randomPolicy(random);
  const calendar = new Calendar(random, policy.suite === "bullseye" ? "2026-08-10" : "2026-07-01");
  const story = new RandomStory(random, policy);
  const days: HistoryDay[] = [];
  for (let index = 0; index < random.between(15, 45); index++) {
    const day = calendar.next();
    const killedAfter = random.chance(0.12) ? random.below(random.pick([12, 60, 250])) : null;
    days.push({ day, events: story.dayOf(calendar.trueDay), killedAfter });
  }
  return { seed, policy, days };
}
