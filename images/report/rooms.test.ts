import { expect, it } from "vitest";
import { cloud, Story } from "../../test/histories/story.ts";
import { mirrorTarget } from "../model/target.ts";
import { plan } from "../plan/plan.ts";
import { roomsOf } from "./rooms.ts";

const tokyo = { ...cloud, name: "aws-tokyo" };
const room = (target: string, images: number) => ({ kind: "room", target, images }) as const;

it("the report says what room is left where images appear, once for targets that have the same", () => {
  const story = new Story({ targets: [mirrorTarget, cloud, tokyo] }).arrives("20260701-1");
  story.happens(room("aws", 5), room("aws-tokyo", 5));
  const facts = story.world.facts();
  const planned = plan(facts, story.world.policy(), story.day);
  expect(roomsOf(planned, facts)).toEqual([{ targets: ["aws", "aws-tokyo"], left: 3, reason: "a quota in a test" }]);
  story.run();
  const settled = story.world.facts();
  expect(roomsOf(plan(settled, story.world.policy(), story.day), settled)).toEqual([]);
});
