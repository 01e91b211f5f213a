import { expect, test } from "vitest";
import { fiveClouds, members } from "./five-clouds.ts";
import { Player, type DayOf } from "./play.ts";
import { DaysStack, DaysWorld } from "./world.ts";

/**
 * Ten days of dailies at all targets, the tree and four clouds, with three regions in each that has regions. The whole program runs
 * but for the engine: test/long/days.test.ts plays more days, regions and releases.
 */
const story: readonly DayOf[] = [
  { day: "2026-07-01", arrives: "20260701-2526" },
  { day: "2026-07-02", arrives: "20260702-2527", killedAfter: [70] },
  { day: "2026-07-03", arrives: "20260703-2528", broken: ["ec2/amd64"], again: true },
  { day: "2026-07-04", arrives: "20260704-2529", down: true },
  { day: "2026-07-05", withdraw: "20260704-2529", down: true },
  { day: "2026-07-06", killedAfter: [8] },
  { day: "2026-07-07" },
  { day: "2026-07-08", arrives: "20260708-2533", strangers: true },
  { day: "2026-07-09" },
  { day: "2026-07-10", again: true },
];

test("ten days at five targets: every pointer leads to a public, whole and tested image at every moment; nothing twice, nothing left", async () => {
  const days = await DaysWorld.begin();
  const clouds = await fiveClouds(days.connections, { channel: "daily", regions: 3 });
  const stack = new DaysStack(days, clouds, {
    suite: "trixie",
    channel: "daily",
    dailyPublish: "always",
    expect: { required: [...members], bestEffort: [] },
    retention: {
      hideAfter: "2 days",
      overlap: "1 day",
      failed: "2 days",
      withdrawn: "2 days",
      deleteAfter: { clouds: "4 days", mirror: "6 days" },
    },
  });
  try {
    const player = new Player(days, stack);
    for (const each of story) expect(await player.play(each)).toEqual([]);
    // the days really happened: so often something changed
    expect(player.looks).toBeGreaterThan(1_000);
    // the engine writes its state at each step, so an image must have few resources there, however many regions have it
    expect(stack.mostOfAnImage).toBeLessThanOrEqual(6);
    expect(await player.left()).toEqual({ current: "20260708-2533", hidden: "20260702-2527" });
  } finally {
    await stack.end();
    await days.end();
  }
});
