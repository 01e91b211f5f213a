import { describe, expect, test } from "vitest";
import { cloud, Story } from "../../../test/histories/story.ts";
import { retention, version as versionOf } from "../../../test/samples/samples.ts";
import { mirrorTarget } from "../../model/target.ts";

const [v1, v2] = ["20260701-1", "20260702-2"] as const;
const amd64 = "generic/amd64";
const arm64 = "generic/arm64";
const place = (version: string, member: typeof amd64 | typeof arm64 = amd64, target = "mirror") =>
  ({ version: versionOf(version), member, target }) as const;

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

  const roomFor = (images: number) => ({ kind: "room", target: "aws", images }) as const;

  test("a required target without room for all of a set keeps the set back everywhere, and says why", () => {
    const story = new Story({ targets: [mirrorTarget, { ...cloud, required: true }] })
      .arrives(v1)
      .happens(roomFor(1))
      .run();
    expect([story.phase(v1), story.phase(v1, amd64, "aws")]).toEqual(["made", "made"]);
    expect(story.at(v1)?.reason).toBe("waits: aws has no room for 2 more public images: a quota in a test");
    expect(story.happens(roomFor(2)).run().phase(v1, amd64, "aws")).toBe("current");
  });

  test("a target without room keeps and hides what it shows", () => {
    const story = new Story({ targets: [mirrorTarget, cloud] })
      .arrives(v1)
      .run()
      .happens(roomFor(0))
      .arrives(v2)
      .after(1);
    expect([story.phase(v1, amd64, "aws"), story.phase(v2, amd64, "aws")]).toEqual(["current", "made"]);
    expect(story.happens({ kind: "withdraw", key: v1, reason: "a test" }).run().phase(v1, amd64, "aws")).toBe(
      "withdrawn",
    );
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
