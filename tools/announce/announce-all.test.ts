import { describe, expect, test } from "vitest";
import type { Announced } from "../../images/announcements/announced.ts";
import type { Event } from "../../images/announcements/events.ts";
import { day, version as versionOf } from "../../test/samples/samples.ts";
import { NotDelivered } from "./hand-to.ts";
import { announceAll } from "./announce-all.ts";

const today = day("2026-07-17");
const events: readonly Event[] = [
  { kind: "published", day: today, version: versionOf("20260717-2542"), members: ["generic/amd64"] },
];

/** A channel's announcements over several runs. */
class Channel {
  readonly arrived: string[] = [];
  readonly said: string[] = [];
  announced: Announced = {
    apiVersion: "cloud.debian.org/records/v1",
    suite: "trixie",
    channel: "daily",
    kind: "Announced",
    announcements: [],
  };

  async run({
    text = () => undefined,
    end = () => undefined,
    repeatable = false,
    retry = false,
  }: { text?: () => void; end?: () => void; repeatable?: boolean; retry?: boolean } = {}) {
    return announceAll({
      events,
      announced: this.announced,
      today,
      retry,
      announcers: [
        {
          by: "list",
          events: ["published"],
          repeatable,
          prepare: async (event) => {
            text();
            return async () => {
              end();
              this.arrived.push(event.kind);
            };
          },
        },
      ],
      write: async (announced) => void (this.announced = announced),
      say: (line) => void this.said.push(line),
    });
  }

  get states(): string[] {
    return this.announced.announcements.map(({ state }) => state);
  }
}

const killed = () => {
  throw new Error("killed");
};

describe("an event", () => {
  test("is told once, however often the command runs", async () => {
    const channel = new Channel();
    expect([await channel.run(), await channel.run()]).toEqual([0, 0]);
    expect([channel.arrived, channel.states]).toEqual([["published"], ["done"]]);
  });

  test("that a kill left open is not told again, until a person says so", async () => {
    const channel = new Channel();
    expect(await channel.run({ end: killed })).toBe(1);
    expect(await channel.run()).toBe(1);
    expect([channel.arrived, channel.states]).toEqual([[], ["begun"]]);
    expect(channel.said.at(-1)).toMatch(/published 20260717-2542 was begun, and may have arrived: .*--retry/);
    expect(await channel.run({ retry: true })).toBe(0);
    expect([channel.arrived, channel.states]).toEqual([["published"], ["done"]]);
  });

  test("that a kill left open is told again where its receiver knows it", async () => {
    const channel = new Channel();
    expect(await channel.run({ end: killed, repeatable: true })).toBe(1);
    expect(await channel.run({ repeatable: true })).toBe(0);
    expect(channel.arrived).toEqual(["published"]);
  });

  test("whose text cannot be made was told to nobody, and is told by the next run", async () => {
    const channel = new Channel();
    expect(await channel.run({ text: killed })).toBe(1);
    expect(channel.states).toEqual([]);
    expect(await channel.run()).toBe(0);
    expect(channel.arrived).toEqual(["published"]);
  });

  test("that was surely not told is told by the next run", async () => {
    const channel = new Channel();
    const refused = () => {
      throw new NotDelivered("sendmail ended with status 75");
    };
    expect(await channel.run({ end: refused })).toBe(1);
    expect(channel.states).toEqual([]);
    expect(await channel.run()).toBe(0);
    expect(channel.arrived).toEqual(["published"]);
  });
});

test("each event is told once in each way, and none of what was told before is forgotten", async () => {
  const told: string[] = [];
  let announced = new Channel().announced;
  const tell = (version: string) =>
    announceAll({
      events: [{ kind: "published", day: today, version: versionOf(version), members: ["generic/amd64"] }],
      announced,
      today,
      retry: false,
      announcers: ["list", "release"].map((by) => ({
        by,
        events: ["published"],
        repeatable: false,
        prepare: async () => async () => void told.push(`${by} ${version}`),
      })),
      write: async (state) => void (announced = state),
      say: () => undefined,
    });
  for (const version of ["20260717-2542", "20260718-2543", "20260717-2542", "20260718-2543"])
    expect(await tell(version)).toBe(0);
  expect(told).toEqual(["list 20260717-2542", "release 20260717-2542", "list 20260718-2543", "release 20260718-2543"]);
  expect(announced.announcements).toHaveLength(4);
});
