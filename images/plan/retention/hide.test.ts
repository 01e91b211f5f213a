import { describe, expect, test } from "vitest";
import { addDays } from "../../model/day.ts";
import { cloud, Story } from "../../../test/histories/story.ts";
import { retention, day as dayOf } from "../../../test/samples/samples.ts";
import { mirrorTarget } from "../../model/target.ts";
import { plan } from "../plan.ts";

const [v1, v2, v3] = ["20260701-1", "20260702-2", "20260703-3"] as const;
const amd64 = "generic/amd64";

const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2).after(1);

describe("superseded, hidden", () => {
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
});
