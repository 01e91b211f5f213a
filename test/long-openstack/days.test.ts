import { expect, onTestFinished, test, vi } from "vitest";
import { Days, type Deed } from "../openstack/days/days.ts";

async function days(): Promise<Days> {
  const begun = await Days.begin();
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await begun.end();
  });
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", begun.story.projects.file);
  return begun;
}

/** By day of the month: what is unusual on it. */
const deeds: Readonly<Record<number, Deed>> = {
  4: { kind: "no build" },
  5: { kind: "no build" },
  8: { kind: "the best-effort image is broken" },
  12: { kind: "the image before is withdrawn" },
  15: { kind: "no build" },
  16: { kind: "the best-effort image is broken" },
  17: { kind: "the best-effort image is broken" },
  21: { kind: "the image before is withdrawn" },
  22: { kind: "no build" },
  27: { kind: "the best-effort image is broken" },
};

test("on each of thirty days a stranger finds in Glance what the index says", async () => {
  const month = await days();
  for (let day = 1; day <= 30; day++) await month.pass(deeds[day]);
  for (const count of Object.values(month.seen)) expect(count).toBeGreaterThan(0);
});

test("a stranger finds the same where a run is killed on each day, before and after every kind of operation", async () => {
  const month = await days();
  for (let day = 1; day <= 6; day++) await month.pass();
  const kills = await month.kills();
  const clouds = ["Image create", "Image delete", "ImageAccess create", "ImageAccess update", "ImageAccess delete"];
  expect(kills.map(({ kind, operation }) => `${kind} ${operation}`)).toEqual(expect.arrayContaining(clouds));
  for (const kill of kills) await month.passKilled(kill);
});
