import { beforeEach, expect, test, vi } from "vitest";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../../../targets/target.ts";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { imageNamed } from "../../../test/samples/samples.ts";
import { handOverClouds, observeClouds } from "./clouds.ts";

const image = imageNamed("debian-13-generic-amd64-daily-20260717-2542");
const recorded: RecordedAtTarget[] = [{ image, record: recordOf(image), hasFile: true }];
const seen = (change: Partial<ObservedCloud["observed"]> = {}): ObservedCloud => ({
  observed: {
    state: "up",
    reason: "",
    damaged: new Map([["debian-13", { findings: ["it is private"], repairable: true }]]),
    room: { images: 3, reason: "of the quota of 5 public images 2 are public" },
    needed: new Map([["debian-13", "launched 2026-07-16"]]),
    ...change,
  },
  warnings: ["little room"],
});

let now: ReadonlyMap<string, ObservedCloud>;
const observe = vi.fn<TargetFacts["observe"]>(() => Promise.resolve(now));
const clouds = [{ cloud: "toy", observe }];
beforeEach(() => {
  observe.mockClear();
  now = new Map([["toy-shelf", seen()]]);
});

test("what a command saw last is what its program plans from: no cloud is asked again", async () => {
  await observeClouds([], "daily", recorded, clouds);
  now = new Map([["toy-shelf", seen({ state: "down", reason: "503" })]]);
  await observeClouds([], "daily", recorded, clouds);
  observe.mockClear();
  expect(await handOverClouds(() => observeClouds([], "daily", recorded, clouds))).toEqual(now);
  expect(observe).not.toHaveBeenCalled();
});

test("nor is its room", async () => {
  const askRoom = vi.fn(() => Promise.resolve(seen()));
  now = new Map([["toy-shelf", { ...seen(), askRoom }]]);
  const read = async () => (await observeClouds([], "daily", recorded, clouds)).get("toy-shelf")?.askRoom?.();
  await read();
  expect(await handOverClouds(read)).toEqual(seen());
  expect(askRoom).toHaveBeenCalledOnce();
  await read();
  expect(askRoom).toHaveBeenCalledTimes(2);
});

test.each<[string, Parameters<typeof observeClouds>]>([
  ["of another channel", [[], "release", recorded, clouds]],
  ["of images that were recorded meanwhile", [[], "daily", [], clouds]],
  [
    "of an image whose file was lost meanwhile",
    [[], "daily", recorded.map((each) => ({ ...each, hasFile: false })), clouds],
  ],
])("the clouds are asked %s", async (_what, asked) => {
  await observeClouds([], "daily", recorded, clouds);
  observe.mockClear();
  await handOverClouds(() => observeClouds(...asked));
  expect(observe).toHaveBeenCalledOnce();
});

test("what nobody handed over is asked for", async () => {
  await observeClouds([], "daily", recorded, clouds);
  await observeClouds([], "daily", recorded, clouds);
  expect(observe).toHaveBeenCalledTimes(2);
});
