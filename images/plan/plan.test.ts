import { describe, expect, test } from "vitest";
import { addDays } from "../model/day.ts";
import { cloud, dayOf, Story, versionOf } from "../../test/histories/story.ts";
import { buildsOf } from "../model/definitions/suites.ts";
import { memberOf } from "../model/image.ts";
import { retention } from "../../test/samples/samples.ts";
import { mirrorTarget } from "../model/target.ts";
import { upcoming } from "./next.ts";
import { plan } from "./plan.ts";

const [v1, v2, v3] = ["20260701-1", "20260702-2", "20260703-3"] as const;
const amd64 = "generic/amd64";
const arm64 = "generic/arm64";
const place = (version: string, member: typeof amd64 | typeof arm64 = amd64, target = "mirror") =>
  ({ version: versionOf(version), member, target }) as const;

const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2).after(1);

describe("showing", () => {
  test("a set whose required images passed is shown, and its pointers name it", () => {
    const story = new Story().arrives(v1).run();
    expect(story.phase(v1)).toBe("current");
    expect(story.days(v1)).toEqual({ made: "2026-07-01", shown: "2026-07-01" });
    expect(story.pointer()).toBe(v1);
  });

  test("a set waits for a required image, and fails when that does not come in time", () => {
    const story = new Story().arrives(v1, { members: [arm64] }).run();
    expect(story.at(v1, arm64)).toMatchObject({ phase: "made", reason: "waits: generic/amd64 missing" });
    expect(story.after(6).phase(v1, arm64)).toBe("made");
    expect(story.after(1).at(v1, arm64)).toMatchObject({ phase: "failed", listed: false });
    expect(story.after(7).phase(v1, arm64)).toBe("gone");
  });

  test("a required image that fails takes its set with it; the one before stays current", () => {
    const story = new Story()
      .arrives(v1)
      .run()
      .arrives(v2, { outcomes: ["failed for good"] })
      .after(1);
    expect(story.phase(v2, arm64)).toBe("failed");
    expect(story.pointer()).toBe(v1);
  });

  test("a best-effort image fails alone", () => {
    const story = new Story()
      .arrives(v1, { members: [amd64] })
      .arrives(v1, { members: [arm64], outcomes: ["failed for good"] })
      .run();
    expect([story.phase(v1, amd64), story.phase(v1, arm64)]).toEqual(["current", "failed"]);
  });

  const nothingRequired = { expect: { required: [], bestEffort: [amd64, arm64] } } as const;

  test("a set that requires nothing is not shown while no image of it passed, and joins as soon as one does", () => {
    const story = new Story(nothingRequired)
      .arrives(v1)
      .run()
      .arrives(v2, { members: [amd64], outcomes: ["failed for good"] })
      .after(1);
    expect([story.phase(v2), story.pointer()]).toEqual(["failed", v1]);
    expect(story.plan?.sets[0]).toMatchObject({ gate: "waiting" });
    expect(story.plan?.sets[0]?.gateReason).toContain("no image can be shown: generic/amd64 failed on 2026-07-02");
    story.arrives(v2, { members: [arm64] }).run();
    expect([story.phase(v2, arm64), story.pointer(amd64), story.pointer(arm64)]).toEqual(["current", v1, v2]);
  });

  test("a set that requires nothing and whose images all failed makes way for the next, and leaves nothing", () => {
    const story = new Story(nothingRequired).arrives(v1, { outcomes: ["failed for good"] }).run();
    expect([story.phase(v1, amd64), story.phase(v1, arm64)]).toEqual(["failed", "failed"]);
    story.arrives(v2).after(1);
    expect([story.phase(v2), story.pointer()]).toEqual(["current", v2]);
    expect(story.after(6).phase(v1)).toBe("gone");
  });

  test("a set that requires nothing waits while its only image is to be tried again", () => {
    const story = new Story(nothingRequired).arrives(v1, { members: [amd64], outcomes: ["failed", "passed"] }).run();
    expect(story.phase(v1)).toBe("made");
    expect(story.after(1).phase(v1)).toBe("current");
  });

  test("a late best-effort image joins while its set is the newest shown; until then its pointer stays", () => {
    const story = new Story()
      .arrives(v1)
      .run()
      .arrives(v2, { members: [amd64] })
      .after(1);
    expect([story.pointer(amd64), story.pointer(arm64)]).toEqual([v2, v1]);
    story.arrives(v2, { members: [arm64] }).run();
    expect(story.pointer(arm64)).toBe(v2);
  });

  test("of two sets that could be shown only the newer one is", () => {
    const story = new Story().arrives(v1).arrives(v2).run();
    expect([story.phase(v1), story.phase(v2)]).toEqual([undefined, "current"]);
    expect(story.plan?.refusals).toHaveLength(2);
  });

  test("a set that was made and not shown fails once a newer one is current", () => {
    const story = new Story()
      .arrives(v1, { outcomes: ["failed", "passed"] })
      .run()
      .arrives(v2)
      .after(1);
    expect(story.at(v1)).toMatchObject({ phase: "failed", reason: `a newer one is current: ${v2}` });
  });

  test("a failed attempt is repeated on another day; a release that passed so waits for a person", () => {
    const flaky = { outcomes: ["failed", "passed"] } as const;
    const daily = new Story().arrives(v1, flaky).run();
    expect(daily.phase(v1)).toBe("made");
    expect(daily.after(1).phase(v1)).toBe("current");
    const release = new Story({ channel: "release" }).arrives(v1, flaky).run().after(1);
    expect(release.phase(v1)).toBe("made");
    expect(release.happens({ kind: "accept flaky", key: v1 }).run().phase(v1)).toBe("current");
  });
});

describe("targets", () => {
  const down = { kind: "target", target: "aws", state: "down" } as const;
  const up = { kind: "target", target: "aws", state: "up" } as const;

  test("a best-effort target that is down gets the set later", () => {
    const story = new Story({ targets: [mirrorTarget, cloud] }).arrives(v1).happens(down).run();
    expect([story.phase(v1), story.at(v1, amd64, "aws")?.reason]).toEqual(["current", "waits: aws is down (a test)"]);
    expect(story.happens(up).after(1).days(v1, amd64, "aws")["shown"]).toBe("2026-07-02");
  });

  test("a required target that is down keeps the set back everywhere", () => {
    const story = new Story({ targets: [mirrorTarget, { ...cloud, required: true }] }).arrives(v1).happens(down).run();
    expect([story.phase(v1), story.phase(v1, amd64, "aws")]).toEqual(["made", "made"]);
    expect(story.happens(up).run().phase(v1)).toBe("current");
  });

  test("a target is whole without the images that it does not take", () => {
    const choosy = { ...cloud, required: true, vendors: ["generic"] as const };
    const expected = { required: [amd64, "ec2/amd64"], bestEffort: [] };
    const story = new Story({ targets: [mirrorTarget, choosy], expect: expected })
      .arrives(v1, { members: [amd64, "ec2/amd64"] })
      .run();
    expect([story.phase(v1, amd64, "aws"), story.phase(v1, "ec2/amd64"), story.at(v1, "ec2/amd64", "aws")]).toEqual([
      "current",
      "current",
      undefined,
    ]);
  });

  test("an image that failed goes for that, which is said once", () => {
    const story = new Story({ expect: { required: [amd64], bestEffort: [arm64] } });
    story.arrives(v1, { members: [amd64], outcomes: ["failed for good"] }).arrives(v1, { members: [arm64] });
    const reasons = ([amd64, arm64] as const).map((member) => story.run().at(v1, member)?.next?.reason);
    expect(reasons).toEqual([
      expect.stringMatching(/^failed on \d/),
      expect.stringMatching(/^failed: gate closed: generic\/amd64 failed on \d/),
    ]);
  });

  test("the tree keeps an image for as long as a cloud has it", () => {
    const story = new Story({ targets: [mirrorTarget, cloud], retention: { ...retention, failed: 1 } });
    story.arrives(v1, { outcomes: ["failed for good"] }).run();
    story.happens({ kind: "needed", ...place(v1), target: "aws", needed: true }).after(2);
    expect([story.phase(v1, amd64, "aws"), story.at(v1)?.spared]).toEqual([
      "failed",
      "aws still has it, and the tree remembers it",
    ]);
    story.happens({ kind: "needed", ...place(v1), target: "aws", needed: false }).run();
    expect([story.phase(v1, amd64, "aws"), story.phase(v1)]).toEqual(["gone", "gone"]);
  });
});

describe("held", () => {
  const unchanged = (): Story =>
    new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run().arrives(v2, { packages: 1 }).after(1);

  test("a set with the packages of what is current is held", () => {
    const story = unchanged();
    expect([story.phase(v2), story.phase(v1), story.pointer()]).toEqual(["held", "current", v1]);
  });

  test("a set that was held before its required image failed for good can never be promoted: it has failed", () => {
    const story = new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run();
    story.arrives(v2, { packages: 1, outcomes: ["failed for good"] }).after(1);
    expect([story.phase(v2), story.phase(v2, arm64), story.pointer()]).toEqual(["failed", "failed", v1]);
  });

  test("a held set whose required image may be tried again stays held", () => {
    const story = new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run();
    story.arrives(v2, { packages: 1, outcomes: ["failed", "passed"] }).after(1);
    expect(story.phase(v2)).toBe("held");
    expect(story.after(1).phase(v2)).toBe("held");
  });

  test("a held set outlives a newer current one, the newest two for good", () => {
    const story = unchanged().arrives(v3, { packages: 2 }).after(1);
    expect([story.phase(v2), story.phase(v3)]).toEqual(["held", "current"]);
    story.arrives("20260704-4", { packages: 2 }).after(1).arrives("20260705-5", { packages: 2 }).after(1).after(7);
    const phases = [v2, "20260704-4", "20260705-5"].map((version) => story.phase(version));
    expect(phases).toEqual(["gone", "held", "held"]);
  });

  test("a new family, or other packages in one image, is a change", () => {
    const story = new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1, members: [amd64] }).run();
    expect(story.arrives(v2, { packages: 1 }).after(1).phase(v2)).toBe("current");
    story
      .arrives(v3, { packages: 1, members: [amd64] })
      .arrives(v3, { packages: 2, members: [arm64] })
      .after(1);
    expect(story.phase(v3)).toBe("current");
  });
});

describe("superseded, hidden, gone", () => {
  test("the older image is superseded, marked with what took its place, and hidden 14 days after it was shown", () => {
    const story = twoDays();
    expect(story.at(v1)).toMatchObject({ phase: "superseded", listed: true, replacement: v2 });
    expect(story.at(v1)?.reason).toBe(`superseded by ${v2} on 2026-07-02`);
    expect(story.after(12).phase(v1)).toBe("superseded");
    expect(story.after(1).at(v1)?.reason).toBe(
      `superseded by ${v2} on 2026-07-02; hidden 2026-07-15, 14 days after it was shown`,
    );
    expect(story.phase(v2)).toBe("current");
  });

  test.each([
    ["superseded on its second day is hidden by its age", 1, 14, "14 days after it was shown"],
    ["superseded after 7 days is hidden by its age", 7, 14, "14 days after it was shown"],
    ["superseded after 8 days stays beside its replacement", 8, 15, "7 days after it was superseded"],
    ["current for 124 days is not superseded and hidden in one run", 124, 131, "7 days after it was superseded"],
  ])("a daily %s", (_, superseded, hidden, why) => {
    const story = new Story()
      .arrives(v1)
      .run()
      .after(superseded - 1)
      .arrives("20261201-9")
      .after(1);
    expect(story.at(v1)).toMatchObject({ phase: "superseded", listed: true });
    expect(story.at(v1)?.next).toEqual({ phase: "hidden", day: addDays(dayOf("2026-07-01"), hidden), reason: why });
    expect(story.after(hidden - superseded - 1).phase(v1)).toBe("superseded");
    expect(story.after(1).at(v1)).toMatchObject({ phase: "hidden", reason: expect.stringContaining(why) as string });
    expect(story.at(v1)?.next?.day).toBe(addDays(dayOf("2026-07-01"), hidden + 106));
  });

  describe("retention.keep", () => {
    const keeping = (keep: number): Story => {
      const story = new Story({ retention: { ...retention, keep } }).arrives(v1).run().arrives(v2).after(1);
      return story.arrives(v3).after(1);
    };

    test("keeps the newest sets public, whatever their age; the others go as ever", () => {
      const story = keeping(2).after(800);
      expect([v1, v2, v3].map((version) => story.phase(version))).toEqual(["hidden", "superseded", "current"]);
      expect(story.at(v2)?.next).toEqual({
        phase: "hidden",
        day: null,
        reason: "once it is no more one of the newest 2 sets, which cloud-images:retention.keep keeps",
      });
      expect([story.after(106).phase(v1), story.phase(v2)]).toEqual(["gone", "superseded"]);
      expect(story.arrives("20260704-4").after(1).phase(v2)).toBe("hidden");
    });

    test("counts what is public: a withdrawn set gives its place to the one before", () => {
      const story = keeping(2).happens({ kind: "withdraw", key: v3, reason: "bad" }).after(800);
      expect([v1, v2].map((version) => story.phase(version))).toEqual(["superseded", "current"]);
    });

    test("lets what is hidden stay hidden, but not go, when it comes to be kept", () => {
      const story = keeping(0).after(13);
      story.world.happen({ kind: "keep", sets: 3 });
      story.after(800);
      expect(story.at(v1)).toMatchObject({ phase: "hidden", next: { day: null } });
    });

    test("ends with the suite", () => {
      const story = new Story({ suite: "bullseye", retention: { ...retention, keep: 2 } }, "2026-08-30");
      story.arrives("20260830-1").run().arrives("20260831-2").after(1).after(1);
      expect(["20260830-1", "20260831-2"].map((version) => story.phase(version))).toEqual(["hidden", "hidden"]);
      expect(story.after(119).phase("20260830-1")).toBe("gone");
    });
  });

  test("the newest of its family stays current, whatever its age", () => {
    expect(new Story().arrives(v1).run().after(500).phase(v1)).toBe("current");
  });

  test("what rests keeps the words that its record has; what changes is told anew", () => {
    const story = twoDays();
    for (const { images } of story.world.state.sets.values()) {
      for (const { targets } of images.values()) Object.assign(targets["mirror"] ?? {}, { reason: "as it was said" });
    }
    story.after(12);
    expect([story.at(v1)?.reason, story.at(v2)?.reason]).toEqual(["as it was said", "as it was said"]);
    expect(story.after(1).at(v1)?.reason).toContain("hidden 2026-07-15");
  });

  test("a target that the configuration no longer names is left as it is recorded, and told", () => {
    const story = new Story({ targets: [mirrorTarget, cloud] }).arrives(v1).run();
    const at = story.at(v1, amd64, "aws");
    const { sets, warnings } = plan(
      story.world.facts(),
      { ...story.world.policy(), targets: [mirrorTarget] },
      story.day,
    );
    expect(sets[0]?.images[0]?.targets.get("aws")).toMatchObject({
      phase: "current",
      reason: at?.reason,
      days: at?.days,
      next: null,
    });
    expect(warnings.join()).toContain("does not name aws");
  });

  test("a replacement that was withdrawn gives way to what is current", () => {
    const story = twoDays().arrives(v3).after(1);
    expect(story.at(v1)?.replacement).toBe(v2);
    story.happens({ kind: "withdraw", key: v2, reason: "broken" }).run();
    expect(story.at(v1)?.replacement).toBe(v3);
  });

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
      digest: story.plan?.deletions[0]?.digest,
    });
  });

  test("a run that recorded it as gone and wrote no tombstone is finished by the next one", () => {
    const targets = [mirrorTarget, cloud];
    const story = new Story({ targets }).arrives(v1).run().arrives(v2).after(1).after(13).after(16);
    const tombstones = story.plan?.deletions.filter(({ target }) => target === "aws");
    expect(tombstones).toHaveLength(2);
    const again = plan({ ...story.world.facts(), tombstones: [] }, story.world.policy(), story.day);
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

describe("withdrawn", () => {
  const withdraw = { kind: "withdraw", key: v2, reason: "does not boot" } as const;

  test("the one before becomes current again, also when it was hidden already", () => {
    const story = twoDays().after(13);
    expect(story.phase(v1)).toBe("hidden");
    story.happens(withdraw).run();
    expect(story.at(v2)).toMatchObject({ phase: "withdrawn", reason: "does not boot", listed: false });
    expect([story.phase(v1), story.pointer()]).toEqual(["current", v1]);
    expect(story.days(v1)).toEqual({ made: "2026-07-01", shown: "2026-07-01" });
  });

  test("it is for good, whatever becomes of the key, and goes after 30 days", () => {
    const story = twoDays().happens(withdraw).run().happens({ kind: "withdraw key removed", key: v2 });
    expect(story.after(29).at(v2)).toMatchObject({ phase: "withdrawn", reason: "does not boot" });
    expect(story.after(1).phase(v2)).toBe("gone");
  });

  test("one image of a set can be withdrawn alone", () => {
    const story = twoDays()
      .happens({ ...withdraw, key: `${v2}/${arm64}` })
      .run();
    expect([story.pointer(amd64), story.pointer(arm64)]).toEqual([v2, v1]);
  });
});

describe("a set whose successor was taken away as a whole", () => {
  const taken = [
    ["withdrawn", [{ kind: "withdraw", key: v2, reason: "does not boot" }]],
    [
      "lost",
      ([amd64, arm64] as const).map(
        (member) => ({ kind: "damaged", ...place(v2, member), repairable: false }) as const,
      ),
    ],
  ] as const;
  const halfDay = (): Story =>
    new Story()
      .arrives(v1, { members: [amd64] })
      .run()
      .arrives(v2)
      .after(1);

  test.each(taken)("is joined again by its late images, before what was %s has gone and after", (_, events) => {
    const story = halfDay()
      .happens(...events)
      .run()
      .arrives(v1, { members: [arm64] })
      .after(1);
    expect([story.phase(v1, arm64), story.pointer(arm64)]).toEqual(["current", v1]);
    expect([story.after(30).phase(v2), story.phase(v1, arm64), story.plan?.refusals]).toEqual(["gone", "current", []]);
  });

  test.each(taken)("takes no late image while what is then %s is current", (_, events) => {
    const story = halfDay()
      .arrives(v1, { members: [arm64] })
      .after(1);
    expect(story.plan?.refusals[0]?.expected).toContain(`at least ${v2}`);
    expect(
      story
        .happens(...events)
        .run()
        .phase(v1, arm64),
    ).toBe("current");
  });

  test.each(taken)("is not followed by a version older than what was %s", (_, events) => {
    const story = twoDays()
      .happens(...events)
      .arrives("20260701-9")
      .run();
    expect(story.plan?.refusals[0]?.expected).toContain(`at least ${v2}`);
    expect(story.pointer()).toBe(v1);
  });

  test("is over again once the successor is shown where it was still to be", () => {
    const aws = (state: "up" | "down") => ({ kind: "target", target: "aws", state }) as const;
    const story = new Story({ targets: [mirrorTarget, cloud] }).arrives(v1, { members: [amd64] }).run();
    story.arrives(v2).happens(aws("down")).after(1);
    story.happens(...taken[1][1]).after(1);
    expect([story.phase(v2), story.phase(v1)]).toEqual(["lost", "current"]);
    story
      .happens(aws("up"))
      .arrives(v1, { members: [arm64] })
      .after(1);
    expect([story.phase(v2, amd64, "aws"), story.phase(v1, arm64)]).toEqual(["current", undefined]);
  });
});

describe("lost", () => {
  const damage = { kind: "damaged", ...place(v2), repairable: false } as const;

  test("what cannot be repaired is no pointer's goal until it is intact again", () => {
    const story = twoDays().happens(damage).after(1);
    expect(story.at(v2)).toMatchObject({ phase: "lost", listed: false });
    expect(story.pointer()).toBe(v1);
    story.happens({ kind: "intact again", ...place(v2) }).after(1);
    expect([story.phase(v2), story.phase(v1), story.pointer()]).toEqual(["current", "superseded", v2]);
    expect(story.days(v2)).toEqual({ made: "2026-07-02", shown: "2026-07-02" });
  });

  test("it leaves after 7 days", () => {
    const story = twoDays().happens(damage).after(1);
    expect([story.after(6).phase(v2), story.after(1).phase(v2)]).toEqual(["lost", "gone"]);
  });

  test("what is found intact on the day on which it goes was not lost: what it replaced stays marked with it", () => {
    const quick = { ...new Story().world.policy().retention, grace: 2 };
    const story = new Story({ suite: "bullseye", channel: "release", retention: quick }, "2026-08-30");
    story.arrives("20260830-1").run().arrives("20260831-2").after(1).after(1);
    const successor = place("20260831-2");
    story.happens({ kind: "allow delete", key: `20260831-2/${amd64}` });
    story.happens({ kind: "damaged", ...successor, repairable: false }).after(1);
    story.happens({ kind: "intact again", ...successor }).after(1);
    const before = story.at("20260830-1");
    expect([story.phase("20260831-2"), before?.replacement]).toEqual(["gone", "20260831-2"]);
    expect(story.run().at("20260830-1")).toEqual(before);
  });

  test("what can be repaired keeps its phase, and the plan says what of", () => {
    const story = twoDays()
      .happens({ ...damage, repairable: true })
      .after(1);
    expect(story.at(v2)).toMatchObject({ phase: "current", repair: ["generic/amd64 is missing"] });
    const image = story.plan?.sets[0]?.images.find(({ name }) => name.includes("amd64"));
    expect(image?.candidate?.source).toContain(v2);
  });
});

describe("refusals", () => {
  test.each([
    ["other bytes for a known version", (story: Story) => story.arrives(v2, { bytes: 2 }), "the digest of its version"],
    ["a version older than what is current", (story: Story) => story.arrives("20260701-9"), `at least ${v2}`],
    [
      "a version older than a directory that is not ours",
      (story: Story) =>
        story.happens({ kind: "foreign", directory: "x", version: versionOf("20260710-1"), members: [] }).arrives(v3),
      "newer than the directory 20260710-1",
    ],
    [
      "a withdrawn version",
      (story: Story) => story.happens({ kind: "withdraw", key: v3, reason: "bad" }).arrives(v3),
      "not withdrawn",
    ],
    [
      "an image that its set does not expect",
      (story: Story) => story.arrives(v3, { members: ["ec2/amd64"] }),
      "waits for",
    ],
  ])("%s is refused, and nothing else changes", (_, tell, expected) => {
    const story = tell(twoDays()).after(1);
    expect(story.plan?.refusals[0]?.expected).toContain(expected);
    expect(story.pointer()).toBe(v2);
  });

  describe("an image whose packages are kept out", () => {
    const unwanted = ["has telnetd, which cloud-images:packages.*.forbid names"];
    const planWith = (member: string, story: Story) => {
      const facts = story.arrives(v3).world.facts();
      const candidates = facts.candidates.map((each) =>
        each.image.version === v3 && memberOf(each.image) === member ? { ...each, unwanted } : each,
      );
      return plan({ ...facts, candidates }, story.world.policy(), story.day);
    };

    test("closes the gate of its set where it is required, with its words; nothing of the set is made", () => {
      const { sets, refusals, pointers } = planWith(amd64, twoDays());
      expect(sets.map(({ version }) => version)).not.toContain(v3);
      expect(pointers.get("mirror")?.get(arm64)).toBe(v2);
      expect(refusals.map(({ where, value }) => [where, value])).toEqual([
        [`debian-13-generic-amd64-daily-${v3}`, unwanted[0]],
        [`debian-13-generic-arm64-daily-${v3}`, `gate closed: ${amd64} ${unwanted[0]}`],
      ]);
    });

    test("is refused alone where it is best effort", () => {
      const { sets, refusals } = planWith(arm64, twoDays());
      expect(sets[0]).toMatchObject({ version: v3, gate: "assumed" });
      expect(sets[0]?.images.map(({ image }) => memberOf(image))).toEqual([amd64]);
      expect(refusals.map(({ where }) => where)).toEqual([`debian-13-generic-arm64-daily-${v3}`]);
    });

    test("is no news once it was made: what is public is never judged by a later rule", () => {
      const story = twoDays().arrives(v3).after(1);
      expect(planWith(amd64, story).pointers.get("mirror")?.get(amd64)).toBe(v3);
      expect(planWith(amd64, story).refusals).toEqual([]);
    });
  });

  test.each([
    ["whose build is still there is no news", {}, ""],
    ["and is built again is refused", { bytes: 2 }, "was removed"],
  ])("what was removed never comes back: what went %s", (_, build, refusal) => {
    const story = new Story()
      .arrives(v1, { outcomes: ["failed for good"] })
      .run()
      .after(7)
      .arrives(v1, build)
      .after(1);
    expect(story.plan?.refusals.map(({ value }) => value).join()).toContain(refusal);
    expect(story.plan?.refusals.length === 0).toBe(refusal === "");
    expect(story.phase(v1)).toBeUndefined();
  });

  test("a build that is published already is no news", () => {
    expect(
      twoDays()
        .run()
        .plan?.refusals.filter(({ where }) => where.includes(v2)),
    ).toEqual([]);
  });
});

test("upcoming tells the coming days in order", () => {
  const { plan } = twoDays();
  const [first] = plan === undefined ? [] : upcoming(plan);
  expect(first).toMatchObject({ phase: "hidden", target: "mirror", reason: "14 days after it was shown" });
});
