import { expect, it } from "vitest";
import { cloud, Story } from "../../test/histories/story.ts";
import { definitionOf } from "../model/definitions/vendors.ts";
import { mirrorTarget } from "../model/target.ts";
import { plan } from "../plan/plan.ts";
import { upkeepOf } from "./upkeep.ts";

const priced = { usdPerGibMonth: 0.05, date: "2026-11-29", copies: 1 };
const home = { ...cloud, name: "aws-home", upkeep: priced };
const tokyo = { ...cloud, name: "aws-tokyo", upkeep: { ...priced, usdPerGibMonth: 0.1, copies: 2 } };

const notes = (story: Story) => {
  const facts = story.world.facts();
  return upkeepOf(plan(facts, story.world.policy(), story.day), story.world.policy());
};

it("the report says what each cloud asks for what the run leaves there: disks, targets and copies, at the price of its day", () => {
  const story = new Story({ targets: [mirrorTarget, home, tokyo, { ...cloud, name: "free-one" }] }).arrives(
    "20260701-1",
  );
  const images = 2;
  const gibibytes = images * definitionOf({ vendor: "generic" }).diskGigabytes;
  expect(notes(story)).toEqual([
    {
      cloud: "aws",
      targets: 2,
      images,
      gibibytes: gibibytes * 3,
      usd: expect.closeTo(gibibytes * 0.05 + gibibytes * 2 * 0.1) as number,
      date: "2026-11-29",
    },
  ]);
});

it("a cloud that keeps nothing asks for nothing", () => {
  expect(notes(new Story({ targets: [mirrorTarget, home] }))).toEqual([]);
});
