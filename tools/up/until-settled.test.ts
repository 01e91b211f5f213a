import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { later } from "../../images/tree/later.ts";
import { policy } from "../../test/samples/samples.ts";
import { planOf, setPlan } from "../../test/samples/stacks-samples.ts";
import { factsOf, today } from "../../test/samples/tools-plan-samples.ts";
import type { Publications } from "../publications.ts";
import type { Ending } from "./run.ts";
import { runUntilSettled } from "./until-settled.ts";

/** The world with one image, whose record says this of a region. */
function worldWith(reason: string): Publications {
  const set = setPlan("20260717-2542", { "generic/amd64": ["current", "current"] });
  const images = set.images.map((image) => {
    const mirror = image.record?.targets["mirror"];
    if (image.record === null || mirror === undefined) throw new Error("the image has a record");
    return { ...image, record: { ...image.record, targets: { mirror, "azure-eastasia": { ...mirror, reason } } } };
  });
  const plan = planOf([{ ...set, images }]);
  const publication = { name: "trixie-daily", policy, facts: factsOf([]), plan, refusals: [], remarks: {} };
  return { day: today, remote: false, publications: [publication], refusals: [], warnings: [] };
}

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
});
afterEach(() => void vi.restoreAllMocks());

async function runsOf(worlds: readonly [Publications, ...Publications[]], ending: Ending = "done"): Promise<number> {
  const [before, ...rest] = worlds;
  let runs = 0;
  await runUntilSettled(before, {
    run: () => {
      runs += 1;
      return Promise.resolve(ending);
    },
    read: () => Promise.resolve(rest.shift() ?? before),
  });
  return runs;
}

const settled = worldWith("the newest");
const waiting = worldWith(later("the required regions first"));

test.each<[string, readonly [Publications, ...Publications[]], Ending, number]>([
  ["once where it ends as planned", [settled, settled], "done", 1],
  ["once more where it left something for later", [settled, waiting, settled], "done", 2],
  ["once more where a run that was killed left it", [waiting, waiting, settled], "done", 2],
  ["no third time", [settled, waiting, waiting], "done", 2],
  ["once where it failed", [settled, waiting], "failed", 1],
])("a run goes %s", async (_how, worlds, ending, runs) => {
  expect(await runsOf(worlds, ending)).toBe(runs);
});

test("what it goes on with is said", async () => {
  await runsOf([settled, waiting, settled]);
  expect(said).toEqual(["\nrunning once more: trixie-daily: azure-eastasia: the required regions first"]);
});
