import { expect, test } from "vitest";
import { formatDay } from "../../images/day.ts";
import { drive } from "../histories/drive.ts";
import type { History } from "../histories/events.ts";
import { randomHistory } from "../histories/history.ts";
import { EngineWorld, playedPolicy } from "./engine-world.ts";
import { textOf } from "./said.ts";
import { World } from "./world.ts";

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 1e9));
const days = Number(process.env["DAYS"] ?? 24);

/** The first history of dailies from this seed on: releases are promoted by other tests. */
function playedHistory(from: number): History {
  for (let next = from; ; next++) {
    const history = randomHistory(next);
    if (history.policy.channel === "daily" && history.days.length >= Math.min(days, 15))
      return { ...history, policy: playedPolicy(history.policy), days: history.days.slice(0, days) };
  }
}

test(`${days} random days from seed ${seed} keep every invariant in a real tree`, { timeout: 1_800_000 }, async () => {
  const history = playedHistory(seed);
  const world = await World.ofTest();
  const played = new EngineWorld(world, history.policy);
  for (const day of history.days) {
    const broken = await drive({ ...history, days: [day] }, played);
    const settled = day.killedAfter === null ? await world.settledProblems() : await world.publicProblems();
    const story = `SEED=${history.seed} on ${formatDay(day.day)}: ${JSON.stringify(day.events, null, 1)}`;
    expect([...broken, ...settled], `${story}\n${played.said === undefined ? "" : textOf(played.said)}`).toEqual([]);
  }
});
