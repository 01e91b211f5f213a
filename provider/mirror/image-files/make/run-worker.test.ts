import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dailyOf, first, makeWorld, type World } from "../../world.fixture.ts";
import { Rejection } from "../rejection.ts";
import { makeInWorker } from "./run-worker.ts";
import type { Task } from "./worker-messages.ts";

type Making = Extract<Task, { kind: "make" }>;

const image = dailyOf(first);
let world: World;
/** A task to make the same image in another empty directory. */
let making: () => Promise<Making>;

beforeEach(async () => {
  world = await makeWorld();
  const { base, digest, brought = {} } = await world.build(image);
  await mkdir(world.staging, { recursive: true });
  making = async () => {
    const directory = await mkdtemp(join(world.staging, "work-"));
    return { kind: "make", job: { image, digest, source: base, brought, directory, gitlab: undefined } };
  };
});
afterEach(() => world.end());

/** The sha512 of each file of the image. */
async function make(task: Making, signal = new AbortController().signal): Promise<string[]> {
  const { files } = await makeInWorker(task, signal, () => undefined);
  return files.map(({ sha512 }) => sha512);
}

test("the next image is made as the first was, by a thread that made one, that found one wrong, or that was cancelled", async () => {
  const task = await making();
  const digests = await make(task);

  const wrong = await making();
  await expect(make({ ...wrong, job: { ...wrong.job, digest: "0".repeat(128) } })).rejects.toThrow(Rejection);
  expect(await make(await making())).toEqual(digests);

  const cancel = new AbortController();
  const cancelled = make(await making(), cancel.signal);
  cancel.abort(new Error("the run ends"));
  await expect(cancelled).rejects.toThrow("the run ends");
  expect(await make(await making())).toEqual(digests);
});

test("one image after the other is made by the thread that waits", async () => {
  await make(await making());
  let started = 0;
  const count = (): void => void (started += 1);
  process.on("worker", count);
  try {
    await make(await making());
    await make(await making());
  } finally {
    process.off("worker", count);
  }
  expect(started).toBe(0);
});

test("a cancel that comes when the image is made stops no other image", async () => {
  const cancel = new AbortController();
  const digests = await make(await making(), cancel.signal);
  cancel.abort(new Error("the run ends"));
  expect(await make(await making())).toEqual(digests);
});

test("images at the same time have a thread each", async () => {
  const tasks = await Promise.all([making(), making(), making()]);
  const [one = [], ...others] = await Promise.all(tasks.map((task) => make(task)));
  for (const other of others) expect(other).toEqual(one);
  for (const { job } of tasks) expect(await readdir(job.directory)).toHaveLength(one.length);
});
