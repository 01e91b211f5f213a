import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startAzure } from "../peers/trial/azure.ts";
import type { TrialCloud } from "../peers/trial/trial-cloud.ts";
import { expectExit, textOf } from "./command/said.ts";
import { World } from "./world/world.ts";

const version = "20260701-2526";

/** Azure, where a version joins a region that is not required after `latest` leads to it: that takes a second pass. */
let azure: TrialCloud;
beforeEach(async () => {
  azure = await startAzure(undefined);
  for (const [name, value] of Object.entries(azure.environment)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await azure.end();
});

test("what was approved is all done by one run, also what its first pass leaves for later on purpose", async () => {
  const settings = { ...azure.settings, regions: ["westeurope"], bestEffort: ["eastus"] };
  const world = await World.ofTest({
    expect: { required: ["azure/amd64"], bestEffort: [] },
    targets: { azure: settings },
  });
  await world.arrive(version, ["azure/amd64"]);
  expectExit(await world.preview(), 0);
  const said = await world.upApproved();
  expectExit(said, 0);
  expect(textOf(said)).toContain("going on with what was approved on 2026-07-01");
  expect(azure.seen()).toEqual(
    ["westeurope", "eastus"].map(
      (region) => `${region}  debian_public  debian-13-amd64-daily  0.20260701.2526  latest`,
    ),
  );
  expect(await world.settledProblems()).toEqual([]);
});
