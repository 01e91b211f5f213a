import { describe, expect, test } from "vitest";
import { cloud, Story } from "../../../test/histories/story.ts";
import { retention, version as versionOf } from "../../../test/samples/samples.ts";
import { mirrorTarget } from "../../model/target.ts";
import type { StackPolicy } from "../policy.ts";
import { plan } from "../plan.ts";

const [v1, v2, v3] = ["20260701-2526", "20260702-2527", "20260703-2528"] as const;
const arm64 = "generic/arm64";

const published = (change: Partial<StackPolicy> = {}): Story =>
  new Story({ targets: [mirrorTarget, { ...cloud, required: true }], ...change });

describe("a target that is retired", () => {
  const inCloud = (story: Story, version: string) => story.phase(version, "generic/amd64", "aws");

  test("hides what it shows, at once, and takes nothing new; the tree does not notice", () => {
    const story = published().arrives(v1).run().arrives(v2).after(1).retires("aws").arrives(v3).after(1);
    expect([v1, v2, v3].map((version) => inCloud(story, version))).toEqual(["hidden", "hidden", undefined]);
    expect([v1, v2, v3].map((version) => story.phase(version))).toEqual(["superseded", "superseded", "current"]);
    expect([story.pointer("generic/amd64", "aws"), story.pointer()]).toEqual([undefined, v3]);
    expect(story.at(v2, "generic/amd64", "aws")?.reason).toBe("hidden 2026-07-03: aws is retired");
  });

  test("gives up what it has not shown, and that says nothing of the set", () => {
    const story = published()
      .arrives(v1, { members: [arm64] })
      .run();
    expect(story.phase(v1, arm64, "aws")).toBe("made");
    story.retires("aws").arrives(v1).after(1);
    expect([story.phase(v1, arm64, "aws"), story.phase(v1, arm64)]).toEqual(["failed", "current"]);
  });

  test("says nothing of a set that was not shown yet, also once all it had is gone", () => {
    const depot = { ...cloud, name: "depot", required: true };
    const down = { kind: "target", target: "depot", state: "down" } as const;
    const story = published({ targets: [mirrorTarget, cloud, depot] })
      .arrives(v1)
      .happens(down)
      .run();
    story.retires("aws").after(1).after(7);
    expect([inCloud(story, v1), story.phase(v1)]).toEqual(["gone", "made"]);
    expect(
      story
        .happens({ ...down, state: "up" })
        .after(1)
        .phase(v1),
    ).toBe("current");
  });

  test.each(Array.from({ length: 8 }, (_, acts) => acts))(
    "decides once on what a run showed there that was killed after %i acts",
    (acts) => {
      const members = ["generic/amd64", arm64] as const;
      const story = published({ expect: { required: members, bestEffort: [] } }).arrives(v1);
      story.world.run(story.day, acts);
      const phases = () => members.map((member) => story.phase(v1, member, "aws"));
      story.retires("aws").after(1);
      const decided = phases();
      expect(decided).not.toContain("current");
      story.run();
      expect([phases(), members.map((member) => story.phase(v1, member))]).toEqual([decided, ["current", "current"]]);
    },
  );

  test("keeps no other cloud that comes later from having what is current", () => {
    const story = published().arrives(v1).run().retires("aws").after(1).after(16);
    const targets = [...story.world.policy().targets, { ...cloud, name: "depot" }];
    const { sets } = plan(story.world.facts(), { ...story.world.policy(), targets }, story.day);
    expect(sets[0]?.images.map((image) => image.targets.get("depot")?.phase)).toEqual(["current", "current"]);
  });

  test("does not stand for the tree, where the image is lost", () => {
    const story = published({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run().retires("aws");
    for (const member of ["generic/amd64", arm64] as const)
      story.happens({ kind: "damaged", version: versionOf(v1), member, target: "mirror", repairable: false });
    expect(story.arrives(v2, { packages: 1 }).after(1).phase(v2)).toBe("current");
  });

  test.each<[string, Partial<StackPolicy>, number]>([
    ["a daily channel after its days of hiding", {}, 16],
    ["a release channel after its grace, without allowDelete", { channel: "release" }, 60],
  ])("is emptied in %s, the newest too, each with its tombstone", (_case, change, days) => {
    const story = published(change).arrives(v1).run().retires("aws").after(1);
    expect(inCloud(story.after(days - 1), v1)).toBe("hidden");
    expect(inCloud(story.after(1), v1)).toBe("gone");
    expect(story.plan?.deletions.map(({ target, reason }) => `${target} ${reason}`)).toEqual(
      [1, 2].map(() => `aws aws is retired; hidden 2026-07-02; kept for ${days} days`),
    );
    expect(story.phase(v1)).toBe("current");
  });

  const state = (state: "up" | "down" | "unknown") => ({ kind: "target", target: "aws", state }) as const;

  test("shows what it shows while it is down, and hides it as soon as it answers", () => {
    const story = published().arrives(v1).run().retires("aws").happens(state("down")).after(30);
    expect(inCloud(story, v1)).toBe("current");
    expect(inCloud(story.happens(state("up")).after(1), v1)).toBe("hidden");
  });

  test("keeps what is due while it cannot be read", () => {
    const story = published().arrives(v1).run().retires("aws").after(1).happens(state("unknown")).after(30);
    const { phase, spared } = story.at(v1, "generic/amd64", "aws") ?? {};
    expect([phase, spared]).toEqual(["hidden", "aws is unknown (a test)"]);
  });

  test("goes on with no more deletions a day than are allowed", () => {
    const story = published({ retention: { ...retention, maxDeletions: { amount: 1, of: "images" } } });
    story.arrives(v1).run().retires("aws").after(1).after(16);
    expect(story.plan?.deletions).toHaveLength(1);
  });

  test("withdraws what is withdrawn everywhere", () => {
    const story = published().arrives(v1).run().retires("aws").after(1);
    story.happens({ kind: "withdraw", key: v1, reason: "it does not boot" }).after(1);
    expect([inCloud(story, v1), story.phase(v1)]).toEqual(["withdrawn", "withdrawn"]);
  });

  test("shows again only what is new, where it is taken back", () => {
    const story = published().arrives(v1).run().retires("aws").after(1);
    const targets = [mirrorTarget, cloud];
    const again = (facts = story.world.facts()) => plan(facts, { ...story.world.policy(), targets }, story.day);
    expect(again().sets[0]?.images[0]?.targets.get("aws")?.phase).toBe("hidden");
    story.arrives(v2);
    const [newest, before] = again().sets.map(({ images }) => images[0]?.targets.get("aws")?.phase);
    expect([newest, before]).toEqual(["current", "hidden"]);
  });
});

describe("a target that the configuration does not name any more", () => {
  const warnings = (story: Story): string[] => [
    ...plan(story.world.facts(), { ...story.world.policy(), targets: [mirrorTarget] }, story.day).warnings,
  ];

  test("is told how it is left while it has images", () => {
    expect(warnings(published().arrives(v1).run())).toEqual([
      expect.stringMatching(/does not name aws, which has 2 images: .*retired: true/),
    ]);
  });

  test("is not spoken of once all of them are gone", () => {
    const story = published().arrives(v1).run().retires("aws").after(1).after(16);
    expect(inPlan(story)).toEqual(["gone", "gone"]);
    expect(warnings(story)).toEqual([]);
  });

  const inPlan = (story: Story) => [story.phase(v1, "generic/amd64", "aws"), story.phase(v1, arm64, "aws")];
});
