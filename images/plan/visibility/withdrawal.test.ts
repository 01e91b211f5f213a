import { describe, expect, test } from "vitest";
import { cloud, Story } from "../../../test/histories/story.ts";
import { memberOf } from "../../model/image.ts";
import { mirrorTarget } from "../../model/target.ts";
import { plan } from "../plan.ts";
import { version as versionOf } from "../../../test/samples/samples.ts";

const [v1, v2] = ["20260701-1", "20260702-2"] as const;
const amd64 = "generic/amd64";
const arm64 = "generic/arm64";
const place = (version: string, member: typeof amd64 | typeof arm64 = amd64, target = "mirror") =>
  ({ version: versionOf(version), member, target }) as const;

const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2).after(1);

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

  test("a preview by the index, which leaves out what is gone, keeps the other images of its set", () => {
    const story = new Story()
      .arrives(v1)
      .run()
      .happens({ ...withdraw, key: `${v1}/${amd64}` })
      .run()
      .after(30);
    expect([story.phase(v1, amd64), story.phase(v1, arm64)]).toEqual(["gone", "current"]);
    const { sets, ...facts } = story.world.facts();
    const indexed = sets.map((set) => ({ ...set, images: set.images.filter((image) => memberOf(image) !== amd64) }));
    story.plan = plan({ ...facts, sets: indexed }, story.world.policy(), story.day);
    expect(story.phase(v1, arm64)).toBe("current");
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
