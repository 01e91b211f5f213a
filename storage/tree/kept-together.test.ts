import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kept } from "../../images/rebuilds/rebuilt.ts";
import { day } from "../../test/samples/samples.ts";
import type { Places } from "./places.ts";
import { changeReadings } from "./change-readings.ts";
import { readReadings } from "./readings.ts";
import { addRebuild } from "./remarks/add-rebuild.ts";
import { readRebuilt } from "./remarks/rebuilt.ts";

const channel = { suite: "trixie", channel: "daily" } as const;
const names = ["a", "b", "c", "d", "e", "f"];

let folder = "";
let places: Places;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-together-"));
  places = { tree: join(folder, "tree"), staging: join(folder, "staging") };
  await mkdir(join(places.tree, "trixie/daily"), { recursive: true });
  await mkdir(places.staging);
});
afterEach(() => rm(folder, { recursive: true }));

test("audits at the same time keep what each of them suspects", async () => {
  await Promise.all(names.map((name) => changeReadings(places, channel, ({ suspects }) => void suspects.add(name))));
  expect((await readReadings(places, channel)).suspects).toEqual(new Set(names));
});

test("rebuilds at the same time keep the verdict of each", async () => {
  const packages = kept({ same: 3, changed: [], missing: [], added: [] });
  const verdict = { day: day("2026-07-18"), command: "", archive: "", packages, files: null, diffoscope: false };
  await Promise.all(names.map((image) => addRebuild(places, channel, { image, ...verdict })));
  expect((await readRebuilt(places, channel)).rebuilds.map(({ image }) => image)).toEqual(names);
});
