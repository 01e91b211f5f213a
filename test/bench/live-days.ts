import path from "node:path";
import { addDays, dayOfDate, formatDay } from "../../images/model/day.ts";
import { devStack } from "../../tools/engine/options.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { fiveClouds, members } from "../days/five-clouds.ts";
import { DaysStack, DaysWorld } from "../days/world.ts";
import { makeStack, type EngineStack } from "../worlds/engine-stack.ts";
import { writeSettledState } from "../worlds/settled-state.ts";
import { say } from "./measure.ts";

const first = dayOfDate(new Date("2026-07-01"));

interface LiveDays {
  engine: EngineStack;
  /** The next day's builds arrive. */
  nextDay(): Promise<void>;
  end(): Promise<void>;
}

/** Makes a stack of Pulumi's engine with the dailies of so many days, all live, at five targets with 20 regions. */
export async function liveDays(count: number, folder: string): Promise<LiveDays> {
  const days = await DaysWorld.begin();
  const stack = new DaysStack(days, await fiveClouds(days.connections, { channel: "daily", regions: 20 }), {
    suite: "trixie",
    channel: "daily",
    dailyPublish: "always",
    expect: { required: [...members], bestEffort: [] },
    // all are live
    retention: { hideAfter: "60 days", deleteAfter: { clouds: "90 days", mirror: "120 days" } },
  });
  let index = 0;
  const arrive = async (): Promise<string> => {
    const day = formatDay(addDays(first, index));
    await days.arrive(`${day.replaceAll("-", "")}-${2526 + index}`, members);
    stack.configure({ now: day });
    index += 1;
    return day;
  };
  for (let made = 0; made < count; made += 1) {
    const day = await arrive();
    const { failures } = await stack.up();
    if (failures.length > 0) throw new Error(`${day}: ${failures.join("; ")}`);
    say(`${day} is live`);
  }
  stack.connect();
  const engine = await makeStack({ program: project, folder, name: devStack, config: stack.engineConfig });
  if (count > 0) await writeSettledState(engine, path.join(folder, "state"));
  return {
    engine,
    async nextDay() {
      const day = await arrive();
      await engine.configure({ "cloud-images:now": day });
    },
    async end() {
      await stack.end();
      await days.end();
    },
  };
}
