import { expect, test, vi } from "vitest";
import { mirrorTarget } from "../../../images/model/target.ts";
import { plan } from "../../../images/plan/plan.ts";
import type { Plan } from "../../../images/plan/types.ts";
import type { ObservedCloud } from "../../../targets/target.ts";
import { cloud, Story } from "../../../test/histories/story.ts";
import { withRooms } from "./rooms.ts";

const tokyo = { ...cloud, name: "aws-tokyo" };
const observed = { state: "up", reason: "", damaged: new Map(), needed: new Map() } as const;

/** A target that lets us show so many more images, once it is asked. */
function lettingShow(images: number) {
  const room = { images, reason: "a quota in a test" };
  const askRoom = vi.fn(() => Promise.resolve({ observed: { ...observed, room }, warnings: ["asked"] }));
  return { cloud: { observed, warnings: [], askRoom } satisfies ObservedCloud, askRoom };
}

const planOf =
  (story: Story) =>
  (clouds: ReadonlyMap<string, ObservedCloud>): Plan => {
    const seen = new Map([...clouds].map(([name, each]) => [name, each.observed] as const));
    return plan({ ...story.world.facts(), observed: seen }, story.world.policy(), story.day);
  };

const arrived = (): Story => new Story({ targets: [mirrorTarget, cloud, tokyo] }).arrives("20260701-1");

test("a target is asked for its room where the run shows images for the first time, once", async () => {
  const [aws, other] = [lettingShow(5), lettingShow(5)];
  const known = await withRooms(
    new Map([
      [cloud.name, aws.cloud],
      [tokyo.name, other.cloud],
    ]),
    planOf(arrived()),
  );
  expect([...known.values()].map((each) => [each.observed.room?.images, each.warnings])).toEqual([
    [5, ["asked"]],
    [5, ["asked"]],
  ]);
  expect([aws.askRoom, other.askRoom].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

test("a target without room is asked once, though the plan then shows nothing there", async () => {
  const { cloud: full, askRoom } = lettingShow(0);
  const known = await withRooms(new Map([[cloud.name, full]]), planOf(arrived()));
  expect(known.get(cloud.name)?.observed.room?.images).toBe(0);
  expect(askRoom).toHaveBeenCalledOnce();
});

test("nothing is asked on a day on which nothing is shown for the first time", async () => {
  const { cloud: quiet, askRoom } = lettingShow(5);
  const story = arrived();
  story.run();
  await withRooms(new Map([[cloud.name, quiet]]), planOf(story));
  expect(askRoom).not.toHaveBeenCalled();
});

test("no plan is made for targets that have nothing to be asked", async () => {
  const planWith = vi.fn(planOf(arrived()));
  const known = new Map([[cloud.name, { observed, warnings: [] }]]);
  expect(await withRooms(known, planWith)).toBe(known);
  expect(planWith).not.toHaveBeenCalled();
});
