import { describe, expect, test } from "vitest";
import { Story } from "../../test/histories/story.ts";
import { memberOf } from "../model/image.ts";
import { upcoming } from "./next.ts";
import { plan } from "./plan.ts";
import { version as versionOf } from "../../test/samples/samples.ts";

const [v1, v2, v3] = ["20260701-1", "20260702-2", "20260703-3"] as const;
const amd64 = "generic/amd64";
const arm64 = "generic/arm64";

const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2).after(1);

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
