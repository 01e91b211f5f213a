import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Days, type Deed } from "./days/days.ts";

/** Some days; test/long-openstack/days.test.ts has thirty, and all kills. */

let days: Days;
beforeAll(async () => {
  days = await Days.begin();
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", days.story.projects.file);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await days.end();
});

const week: readonly (Deed | undefined)[] = [
  undefined,
  { kind: "the best-effort image is broken" },
  undefined,
  { kind: "the image before is withdrawn" },
  { kind: "no build" },
];

test("after each day's run a stranger finds in Glance what the index says", async () => {
  for (const deed of week) await days.pass(deed);
  for (const count of Object.values(days.seen)) expect(count).toBeGreaterThan(0);
});

test.each([
  { kind: "Image", operation: "create", moment: "after", victim: "command" },
  { kind: "ImageAccess", operation: "create", moment: "before", victim: "engine" },
  { kind: "ImageAccess", operation: "update", moment: "after", victim: "command" },
] as const)("also after a run in which the $victim was killed $moment $kind $operation", async (kill) => {
  await days.passKilled(kill);
});
