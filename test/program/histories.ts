import { expect } from "vitest";
import { formatDay } from "../../images/model/day.ts";
import { drive } from "../histories/drive.ts";
import type { History } from "../histories/events.ts";
import { randomHistory } from "../histories/history.ts";
import { playedPolicy } from "./actors.ts";
import { TreeWorld } from "./tree-world.ts";
import { textOf } from "../engine/command/said.ts";
import type { Engine } from "../engine/command/circumstances.ts";
import { World } from "../engine/world/world.ts";

/** Plays the first days of a random history in a real tree. Expects after each that every invariant holds, and that an outsider finds nothing wrong. */
export async function playDays(seed: number, days: number, engine: Engine): Promise<void> {
  const history = playedHistory(seed, days);
  const world = await World.ofTest({}, engine);
  const played = new TreeWorld(world, history.policy);
  for (const day of history.days) {
    const broken = await drive({ ...history, days: [day] }, played);
    const faults = day.killedAfter === null ? await world.settledProblems() : await world.publicProblems();
    const story = `SEED=${history.seed} on ${formatDay(day.day)}: ${JSON.stringify(day.events, null, 1)}`;
    expect([...broken, ...faults], `${story}\n${played.said === undefined ? "" : textOf(played.said)}`).toEqual([]);
  }
}

/** The first history of dailies from a seed on. Releases have tests of their own. */
function playedHistory(seed: number, days: number): History {
  for (let next = seed; ; next++) {
    const history = randomHistory(next);
    if (history.policy.channel === "daily")
      return { ...history, policy: playedPolicy(history.policy), days: history.days.slice(0, days) };
  }
}
