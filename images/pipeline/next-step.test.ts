import { describe, expect, test } from "vitest";
import { Story } from "../../test/histories/story.ts";
import { addDays } from "../model/day.ts";
import { policy } from "../../test/samples/samples.ts";
import { planOf } from "../../test/samples/tools-plan-samples.ts";
import type { Decision } from "../releases/decision/types.ts";
import { plan } from "../plan/plan.ts";
import { missingFixes, needKey } from "./missing-fixes.ts";
import { nextSteps } from "./next-step.ts";

const stepsOf = (story: Story) => {
  const own = story.world.policy();
  return nextSteps({ plan: plan(story.world.facts(), own, story.day), policy: own, refused: [] });
};

describe("of dailies", () => {
  test("a build that arrived is published", () => {
    const story = new Story().arrives("20260701-1");
    expect(stepsOf(story)).toEqual([
      {
        step: "publish",
        version: "20260701-1",
        reasons: ["appears: 20260701-1, 2 of 2 images at mirror: newest of its family, shown 2026-07-01"],
      },
    ]);
  });

  test("nothing is left to do after the run", () => {
    const story = new Story().arrives("20260701-1").run();
    expect(stepsOf(story)).toMatchObject([{ step: "nothing" }]);
  });

  test("what a day hides is a reason to run", () => {
    const story = new Story().arrives("20260701-1").run().after(1);
    story.arrives("20260702-2").run();
    expect(stepsOf(story)).toMatchObject([{ step: "nothing" }]);
    story.day = addDays(story.day, 14);
    expect(stepsOf(story)).toMatchObject([
      { step: "publish", version: null, reasons: [expect.stringMatching(/^hidden: 20260701-1, 2 of 2 images/)] },
    ]);
  });
});

const decision: Decision = {
  verdict: "hold",
  version: null,
  rule: "nothing",
  reasons: ["a reason"],
  written: null,
  acts: false,
  changes: [],
  waiting: [],
};

const decided = (change: Partial<Decision>) =>
  nextSteps({ plan: { ...planOf({ sets: [] }), decision: { ...decision, ...change } }, policy, refused: [] });

describe("of a release's decision", () => {
  test.each<[string, Partial<Decision>, string]>([
    ["nothing is worth a release", {}, "nothing"],
    ["the team is frozen", { rule: "frozen" }, "nothing"],
    ["a person holds", { rule: "person" }, "nothing"],
    ["a release is proposed", { verdict: "publish", rule: "security" }, "wait-for-person"],
    ["security data is stale", { rule: "unknown-security" }, "wait-for-person"],
    ["a package would go backwards", { rule: "downgrade" }, "wait-for-person"],
    ["a fix is in no daily yet", { verdict: "waiting-for-build", rule: "waiting-for-build" }, "build"],
  ])("%s", (_, change, step) => {
    expect(decided(change)).toEqual([{ step, version: null, reasons: ["a reason"] }]);
  });
});

test("required input that was refused waits for a person, after what can be published", () => {
  const refused = [{ where: "debian-13-generic-amd64", value: "", expected: "one member", remedy: "build it again" }];
  const story = new Story().arrives("20260701-1");
  const own = story.world.policy();
  const steps = nextSteps({ plan: plan(story.world.facts(), own, story.day), policy: own, refused });
  expect(steps.map(({ step }) => step)).toEqual(["publish", "wait-for-person"]);
  expect(steps[1]?.reasons).toEqual(["refused: debian-13-generic-amd64: expected one member"]);
});

describe("what a build is asked for", () => {
  const fix = {
    advisory: "DSA-6200-1",
    cves: [],
    source: "openssl",
    version: "3.5.1-1+deb13u2",
    urgency: "high",
  } as const;
  const waiting = { ...decision, verdict: "waiting-for-build", waiting: [fix, { ...fix, advisory: null }] } as const;

  test("is each missing fix once", () => {
    expect(missingFixes([{ ...planOf({ sets: [] }), decision: waiting }])).toEqual(["openssl 3.5.1-1+deb13u2"]);
  });

  test("is nothing while a release goes out", () => {
    expect(missingFixes([{ ...planOf({ sets: [] }), decision: { ...waiting, verdict: "publish" } }])).toEqual([]);
  });

  test("has a key that only another need changes", () => {
    expect(needKey(["a 1"])).toBe(needKey(["a 1"]));
    expect(needKey(["a 1"])).not.toBe(needKey(["a 2"]));
  });
});
