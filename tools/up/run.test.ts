import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { observeClouds } from "../../stacks/publication/facts/clouds.ts";
import type { TargetFacts } from "../../targets/target.ts";
import type { Session } from "../engine/session.ts";
import type { Publications } from "../publications.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day, imageNamed } from "../../test/samples/samples.ts";
import { parseConfig } from "../../stacks/config.ts";
import { carryOut, preview } from "./run.ts";

const image = imageNamed("debian-13-generic-amd64-daily-20260718-2543");
// this file's own question: another file's answer to it would be handed over too, since files share a process
const recorded = [{ image, record: recordOf(image), hasFile: true }];
const observe = vi.fn<TargetFacts["observe"]>(() => Promise.resolve(new Map()));
const look = () => observeClouds([], "daily", recorded, [{ cloud: "toy", observe }]);

/** In the engine's place, only the program's look at the clouds. */
async function show() {
  await look();
  return { ok: true, interrupted: false, taken: false, output: "" };
}

let folder: string;
let saved: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "run-"));
  saved = path.join(folder, "plan.json");
  await writeFile(saved, JSON.stringify({ resourcePlans: {} }));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await look();
  observe.mockClear();
});

const session = (): Session => ({
  stack: "dev",
  places: { tree: folder, staging: folder },
  settings: parseConfig(
    {
      role: "publication",
      suite: "trixie",
      channel: "daily",
      artifacts: folder,
      mirror: { root: path.join(folder, "tree"), staging: path.join(folder, "staging") },
    },
    { folder, file: "Pulumi.dev.yaml", backend: undefined },
  ),
  env: {},
  stackArgs: [],
  updateArgs: [],
});

const nothing: Publications = { publications: [], refusals: [], warnings: [], remote: false, day: day("2026-07-17") };

test("a preview's program plans from what the command saw in the clouds", async () => {
  await preview(session(), nothing, saved, show);
  expect(observe).not.toHaveBeenCalled();
});

test("an update's program, which deletes and shows, asks the clouds itself", async () => {
  await carryOut(session(), saved, show);
  expect(observe).toHaveBeenCalledOnce();
});
