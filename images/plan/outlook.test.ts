import { describe, expect, test } from "vitest";
import { Story } from "../../test/histories/story.ts";
import { addDays } from "../model/day.ts";
import type { Member } from "../model/image.ts";
import { plan } from "./plan.ts";
import { outlookOf } from "./outlook.ts";

const [v1, v2] = ["20260701-1", "20260702-2"] as const;
const amd64 = "generic/amd64";

/** The output of explain on that day, before the run. */
function told(story: Story, version: string, member: Member = amd64) {
  const planned = plan(story.world.facts(), story.world.policy(), story.day);
  const set = planned.sets.find((each) => each.version === version);
  const image = set?.images.find(({ name }) => name.includes(member.replace("/", "-")));
  if (set === undefined || image === undefined) return undefined;
  const { is, wouldBe, provided } = outlookOf(planned, set, image, "mirror");
  return [is?.phase ?? null, wouldBe?.phase ?? null, provided];
}

describe("of an image is told", () => {
  test("what it is, once a run has done what it would", () => {
    expect(told(new Story().arrives(v1).run(), v1)).toEqual(["current", null, null]);
  });

  test("what it would be, and what that assumes, while it is in no tree", () => {
    expect(told(new Story().arrives(v1), v1)).toEqual([null, "current", `the gate of ${v1} opens`]);
  });

  test("the same when the infrastructure broke its test: it is made, whatever this run would do", () => {
    const story = new Story().arrives(v1, { outcomes: ["broken", "broken", "broken", "passed"] }).run();
    expect(told(story, v1)).toEqual(["made", "current", `the gate of ${v1} opens`]);
  });

  test("that the one before makes way only if the new one is shown", () => {
    const story = new Story().arrives(v1).run().arrives(v2);
    expect(told(story, v1)).toEqual(["current", "superseded", `the gate of ${v2} opens`]);
  });

  test("that a late image of an open set has to pass", () => {
    const story = new Story()
      .arrives(v1, { members: [amd64] })
      .run()
      .arrives(v1);
    expect(told(story, v1, "generic/arm64")).toEqual([null, "current", "it passes its tests"]);
    expect(told(story, v1)).toEqual(["current", null, null]);
  });

  test("nothing that is assumed, where days alone decide", () => {
    const story = new Story().arrives(v1).run().arrives(v2).after(1);
    story.day = addDays(story.day, 13);
    expect(told(story, v1)).toEqual(["superseded", "hidden", null]);
  });

  test("that it is withdrawn whatever else comes about", () => {
    const story = new Story().arrives(v1).run().happens({ kind: "withdraw", key: v1, reason: "bad" }).arrives(v2);
    expect(told(story, v1)).toEqual(["current", "withdrawn", null]);
  });
});
