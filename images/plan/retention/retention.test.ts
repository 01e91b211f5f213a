import { describe, expect, test } from "vitest";
import { cloud, Story } from "../../../test/histories/story.ts";
import { addDays } from "../../model/day.ts";
import { buildsOf } from "../../model/definitions/suites.ts";
import { memberOf } from "../../model/image.ts";
import { mirrorTarget } from "../../model/target.ts";
import { plan } from "../plan.ts";
import { day as dayOf, version as versionOf } from "../../../test/samples/samples.ts";

const [v1, v2] = ["20260701-1", "20260702-2"] as const;
const amd64 = "generic/amd64";
const arm64 = "generic/arm64";
const place = (version: string, member: typeof amd64 | typeof arm64 = amd64, target = "mirror") =>
  ({ version: versionOf(version), member, target }) as const;

const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2).after(1);

describe("gone", () => {
  test("it goes 120 days after the showing in the tree and 30 in clouds, each with a tombstone", () => {
    const story = new Story({ targets: [mirrorTarget, cloud] }).arrives(v1).run().arrives(v2).after(1).after(13);
    expect(story.after(15).phase(v1, amd64, "aws")).toBe("hidden");
    expect([story.after(1).phase(v1, amd64, "aws"), story.phase(v1)]).toEqual(["gone", "hidden"]);
    expect([story.after(89).phase(v1), story.after(1).phase(v1)]).toEqual(["hidden", "gone"]);
    expect(story.plan?.deletions).toContainEqual({
      image: "debian-13-generic-amd64-daily-20260701-1",
      target: "mirror",
      day: story.day,
      reason: "shown 2026-07-01, hidden 2026-07-15; kept for 120 days",
      phase: "hidden",
      shown: dayOf("2026-07-01"),
      digest: story.plan?.deletions[0]?.digest,
    });
  });

  test("a run that recorded it as gone and wrote no tombstone is finished by the next one", () => {
    const targets = [mirrorTarget, cloud];
    const story = new Story({ targets }).arrives(v1).run().arrives(v2).after(1).after(13).after(16);
    const tombstones = story.plan?.deletions.filter(({ target }) => target === "aws");
    expect(tombstones).toHaveLength(2);
    const dayLater = addDays(story.day, 1);
    const again = plan({ ...story.world.facts(), tombstones: [] }, story.world.policy(), dayLater);
    // with the day of the deletion
    expect(again.deletions).toEqual(tombstones);
    expect(story.run().plan?.deletions).toEqual([]);
  });

  test("idle years never lead from public to gone: it is hidden first, for as long as the configuration says", () => {
    const story = twoDays().after(800);
    expect(story.phase(v1)).toBe("hidden");
    expect([story.after(105).phase(v1), story.after(1).phase(v1)]).toEqual(["hidden", "gone"]);
  });

  test("a clock that was ahead leaves days that count as today, and moves no phase back", () => {
    const story = twoDays().after(400);
    expect(story.after(-398).days(v1)).toMatchObject({ hidden: "2026-07-04" });
    expect(story.phase(v1)).toBe("hidden");
  });

  test("no more images go on a day than the configuration allows, the oldest first", () => {
    const story = twoDays()
      .happens({ kind: "max deletions", limit: { amount: 1, of: "images" } })
      .after(800)
      .after(106);
    expect([story.phase(v1, amd64), story.phase(v1, arm64)]).toEqual(["gone", "hidden"]);
    expect(story.at(v1, arm64)?.spared).toContain("cloud-images:retention.maxDeletions");
    expect(story.plan?.warnings.join()).toContain("maxDeletions: 2 images");
    expect(story.run().plan?.deletions).toEqual([]);
    expect(story.after(1).phase(v1, arm64)).toBe("gone");
  });

  test("what a killed run recorded as gone without a tombstone counts on its day", () => {
    const story = twoDays()
      .happens({ kind: "max deletions", limit: { amount: 1, of: "images" } })
      .after(800)
      .after(106);
    const { deletions } = story.plan ?? {};
    expect(deletions).toHaveLength(1);
    const again = plan({ ...story.world.facts(), tombstones: [] }, story.world.policy(), story.day);
    expect(again.deletions).toEqual(deletions);
  });

  test.each([2, 15, 16])("a set of %i images goes whole or not at all, and counts as one all day", (size) => {
    const members = buildsOf("forky").map(memberOf).slice(0, size);
    const versions = [1, 2, 3, 4].map((serial) => `20260701-${serial}`);
    const story = new Story({
      suite: "forky",
      expect: { required: members.slice(0, 1), bestEffort: members.slice(1) },
    });
    for (const version of versions) story.arrives(version, { members }).run();
    const left = (): number[] =>
      versions.map(
        (version) => members.filter((member) => ![undefined, "gone"].includes(story.phase(version, member))).length,
      );
    expect(story.after(14).after(106).plan?.deletions).toHaveLength(2 * size);
    expect(left()).toEqual([0, 0, size, size]);
    expect(story.plan?.warnings).toEqual([
      "3 sets are due to go today, and cloud-images:retention.maxDeletions lets 2 go; " +
        "the others go on the next days, or at once with maxDeletions: 3 sets",
    ]);
    expect(story.at("20260701-3", members[0])?.spared).toBe(
      "as many sets as cloud-images:retention.maxDeletions allows (2) go today",
    );
    expect(story.run().plan?.deletions).toEqual([]);
    expect(story.after(1).plan?.deletions).toHaveLength(size);
    expect(left()).toEqual([0, 0, 0, size]);
  });

  test.each([
    ["still needed", { kind: "needed", ...place(v1), needed: true }, "launched lately"],
    ["at a target that could not be read", { kind: "target", target: "mirror", state: "unknown" }, "mirror is unknown"],
    [
      "of a family with an undated directory",
      { kind: "foreign", directory: "old", version: null, members: [amd64] },
      "old",
    ],
    [
      "anything, when an undated directory cannot be read",
      { kind: "foreign", directory: "old", version: null, members: null },
      "old",
    ],
  ] as const)("what is %s stays", (_, event, reason) => {
    const story = twoDays().after(800).happens(event).after(106);
    expect(story.at(v1)).toMatchObject({ phase: "hidden", spared: expect.stringContaining(reason) as string });
  });

  test("a suite's end hides everything, and lets the newest go too", () => {
    const story = new Story({ suite: "bullseye" }, "2026-08-31").arrives("20260831-1").run();
    expect(story.phase("20260831-1")).toBe("current");
    expect([story.after(1).phase("20260831-1"), story.pointer()]).toEqual(["hidden", undefined]);
    expect([story.after(118).phase("20260831-1"), story.after(1).phase("20260831-1")]).toEqual(["hidden", "gone"]);
  });

  test("a clock that saw the suite's end too early leaves the newest hidden, and lets it not go", () => {
    const ages = { hideAfter: 1, deleteAfter: { clouds: 2, mirror: 2 } };
    const { retention } = new Story().world.policy();
    const quick = new Story({ suite: "bullseye", retention: { ...retention, ...ages } }, "2026-08-01");
    quick.arrives("20260801-1").run().after(400).after(-399);
    expect([quick.phase("20260801-1"), quick.after(20).phase("20260801-1")]).toEqual(["hidden", "hidden"]);
    expect(quick.after(20).phase("20260801-1")).toBe("gone");
  });

  test("nor does it let the one before go, once the newest went with what the clock took for the end", () => {
    const quick = { ...new Story().world.policy().retention, grace: 2 };
    const story = new Story({ suite: "bullseye", channel: "release", retention: quick }, "2026-08-01");
    story.arrives("20260801-1").run().arrives("20260802-2").after(1).after(400);
    story.happens({ kind: "allow delete", key: "20260802-2" }).after(2);
    expect([story.phase("20260802-2"), story.phase("20260801-1")]).toEqual(["gone", "hidden"]);
    story.happens({ kind: "allow delete", key: "20260801-1" }).after(-400).after(20);
    expect(story.at("20260801-1")).toMatchObject({ phase: "hidden", next: { day: null } });
    expect(story.after(20).phase("20260801-1")).toBe("gone");
  });

  test("a release goes only when the configuration names it", () => {
    const story = new Story({ suite: "bullseye", channel: "release" }, "2026-08-31").arrives("20260831-1").run();
    story.after(1).after(400);
    expect(story.at("20260831-1")).toMatchObject({ phase: "hidden", next: { day: null } });
    expect(story.happens({ kind: "allow delete", key: "20260831-1" }).run().phase("20260831-1")).toBe("gone");
  });
});
