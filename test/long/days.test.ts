import { expect, test } from "vitest";
import { addDays, formatDay } from "../../images/model/day.ts";
import { fiveClouds, members } from "../days/five-clouds.ts";
import { Player, type DayOf } from "../days/play.ts";
import { DaysStack, DaysWorld } from "../days/world.ts";
import { day as dayOf } from "../samples/samples.ts";

const first = dayOf("2026-07-01");
const dateOf = (index: number): string => formatDay(addDays(first, index));
const versionOn = (index: number): string => `${dateOf(index).replaceAll("-", "")}-${2526 + index}`;

/** By day: what happens besides a build. A kill comes where there is much to do, each time at another call. */
const happenings: Readonly<Record<number, Partial<DayOf>>> = {
  3: { killedAfter: [100] },
  6: { down: true },
  9: { broken: ["genericcloud/amd64"], again: true },
  12: { killedAfter: [200, 300] },
  16: { killedAfter: [400] },
  18: { withdraw: versionOn(17), down: true },
  19: { killedAfter: [40] },
  24: { strangers: true },
  29: { again: true },
};
const releasedOn: readonly number[] = [5, 15, 25];

test("thirty days of dailies and three releases at five targets with 20 regions: no pointer ever leads to a wrong image, nothing is made twice, and nothing is left over", async () => {
  const days = await DaysWorld.begin();
  const start = async (channel: "daily" | "release", config: Record<string, unknown>) => {
    const clouds = await fiveClouds(days.connections, { channel, regions: 20 });
    const expected = { required: [...members], bestEffort: [] };
    const stack = new DaysStack(days, clouds, { suite: "trixie", channel, expect: expected, ...config });
    return { stack, player: new Player(days, stack) };
  };
  const daily = await start("daily", {
    dailyPublish: "always",
    retention: { hideAfter: "7 days", overlap: "2 days", deleteAfter: { clouds: "12 days", mirror: "20 days" } },
  });
  const release = await start("release", {});
  try {
    for (let index = 0; index < 30; index++) {
      const day = dateOf(index);
      expect(await daily.player.play({ day, arrives: versionOn(index), ...happenings[index] })).toEqual([]);
      if (!releasedOn.includes(index)) continue;
      release.stack.configure({ publish: { version: versionOn(index), reason: "a point release" } });
      expect(await release.player.play({ day, again: true })).toEqual([]);
    }
    expect(await release.player.left()).toEqual({ current: versionOn(25), superseded: versionOn(15) });
    expect((await daily.player.left())["current"]).toBe(versionOn(29));
  } finally {
    for (const { stack } of [daily, release]) await stack.end();
    await days.end();
  }
});
