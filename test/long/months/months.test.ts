import { afterAll, beforeAll, expect, test } from "vitest";
import { version as versionOf } from "../../samples/samples.ts";
import type { Version } from "../../../images/model/version.ts";
import { look, mirrorOf } from "../../engine/outside/outsider.ts";
import { expectExit, textOf } from "../../engine/command/said.ts";
import { channelOf, phasesOf, versionsOf } from "../../engine/outside/views.ts";
import { Months } from "./months.ts";
import { firstDay, lastDay, otherDecisions, releases, story } from "./story.ts";

let months: Months;
beforeAll(async () => {
  months = await Months.begin();
});
afterAll(() => months.end());

test("two months of dailies, and the releases that come out of them", async () => {
  const released = new Map<string, { version: Version; rule: string }>();
  const others = new Map<string, string>();
  while (months.today <= lastDay) {
    const { today } = months;
    await months.build();
    const deed = story[today];
    if (deed !== undefined) await months.happen(deed, [...released.values()].at(-1)?.version);
    if (deed?.kind === "withdraw the daily") await askedAboutIt();
    if (deed?.kind === "hold") await heldFor(deed.reason);
    const { rule, acts } = await months.decision();
    if (acts) {
      expectExit(await months.release.publishRelease(), 0);
      const [shown = ""] = await versionsOf(months.release);
      released.set(today, { version: versionOf(shown), rule });
      expect(await months.release.publicProblems()).toEqual([]);
      expect(textOf(await months.release.preview())).not.toMatch(/to (?:create|update|delete)/);
    }
    if (otherDecisions[today] !== undefined) others.set(today, rule);
    months.tomorrow();
  }
  expect(Object.fromEntries([...released].map(([day, { rule }]) => [day, rule]))).toEqual(releases);
  expect(Object.fromEntries(others)).toEqual(otherDecisions);
  await releasesAreRecorded([...released.values()].map(({ version }) => version));
  await dailiesFollowedTheirPolicy();
  expect(await months.daily.settledProblems()).toEqual([]);
}, 2_400_000);

async function askedAboutIt(): Promise<void> {
  const previewed = await months.release.preview();
  expectExit(previewed, 1);
  expect(textOf(previewed)).toContain("its daily was withdrawn: no network on some hosts");
}

/** Expects that readers see a person's reason to hold. */
async function heldFor(reason: string): Promise<void> {
  expectExit(await months.release.publishRelease(), 0);
  expect((await channelOf(months.release)).index?.hold).toBe(reason);
}

/** Expects that each release is superseded by the next, and has the reasons for which it was published. */
async function releasesAreRecorded(versions: readonly Version[]): Promise<void> {
  const { sets } = await channelOf(months.release);
  expect([...sets.keys()].toSorted()).toEqual([...versions].toSorted());
  for (const [index, version] of versions.entries()) {
    const record = sets.get(version)?.record;
    const next = versions[index + 1];
    expect(record?.decision?.reasons).not.toEqual([]);
    expect(record?.images.map((image) => mirrorOf(image).replacement)).toEqual([next, next]);
    expect(record?.images.map((image) => image.notInStable)).toEqual([[], []]);
  }
  expect(await versionsOf(months.release)).toEqual([versions.at(-1)]);
}

/** Expects that dailies were shown where something had changed, and that few are held: the others were deleted after a week. */
async function dailiesFollowedTheirPolicy(): Promise<void> {
  const phases = Object.entries(await phasesOf(months.daily));
  const [channel] = (await look(months.daily.tree)).channels.filter(({ directory }) => directory.endsWith("daily"));
  const shown = phases.map(([version]) => version.slice(0, 8));
  expect(shown[0]).toBe(firstDay.replaceAll("-", ""));
  expect(phases.filter(([, phase]) => phase === "current").length).toBe(1);
  expect(
    channel?.index?.sets.filter(({ images }) => images.some(({ targets }) => targets["mirror"]?.phase === "held"))
      .length,
  ).toBeLessThanOrEqual(8);
}
