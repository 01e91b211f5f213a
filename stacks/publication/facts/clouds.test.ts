import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../../../targets/target.ts";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { imageNamed } from "../../../test/samples/samples.ts";
import { handOverClouds, observeClouds } from "./clouds.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "handed-"))));
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

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

/** The program's process has seen nothing itself. */
async function inProgram(): Promise<typeof observeClouds> {
  vi.resetModules();
  for (const [name, value] of Object.entries(await handOverClouds(folder))) vi.stubEnv(name, value);
  observe.mockClear();
  return (await import("./clouds.ts")).observeClouds;
}

test("what a command saw last is what its program plans from: no cloud is asked again", async () => {
  await observeClouds([], "daily", recorded, clouds);
  now = new Map([["toy-shelf", seen({ state: "down", reason: "503" })]]);
  await observeClouds([], "daily", recorded, clouds);
  const program = await inProgram();
  expect(await program([], "daily", recorded, clouds)).toEqual(now);
  expect(observe).not.toHaveBeenCalled();
  expect((await stat(join(folder, "cloud-facts"))).mode & 0o777).toBe(0o600);
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
  const program = await inProgram();
  await program(...asked);
  expect(observe).toHaveBeenCalledOnce();
});

test("a program that nobody handed anything asks for itself", async () => {
  await observeClouds([], "daily", recorded, clouds);
  await observeClouds([], "daily", recorded, clouds);
  expect(observe).toHaveBeenCalledTimes(2);
});
