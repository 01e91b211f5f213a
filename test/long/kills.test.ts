import { afterAll, describe, expect, test } from "vitest";
import { kindsOf, nameOf, victims, type Kill } from "../engine/kills/kill.ts";
import { approved, killAndGoOn, stories, tellUndisturbed } from "../engine/kills/kills.ts";
import type { Deed } from "../faults/fault.ts";

for (const story of Object.values(stories).flatMap((plain) => [plain, approved(plain)])) {
  const world = await story.begin();
  const undisturbed = await tellUndisturbed(world, story);
  const cases = kindsOf(undisturbed.deeds).flatMap((deed) => victims.map((victim) => ({ ...deed, victim })));

  describe(`${story.name} goes on after`, () => {
    afterAll(() => world.end());
    test.each(cases)("a kill of the $victim at any moment of $kind $operation", async (deed) => {
      const bad: Record<string, readonly string[]> = {};
      for (const kill of killsOf(deed)) {
        const problems = (await killAndGoOn(world, kill, undisturbed, story)) ?? ["it was not killed"];
        if (problems.length > 0) bad[nameOf(kill)] = problems;
      }
      expect(bad).toEqual({});
    });
  });
}

function killsOf({ kind, operation, changes, victim }: Deed & Pick<Kill, "victim">): Kill[] {
  const during = Array.from({ length: changes }, (_, index) => index + 1);
  return (["before", ...during, "after"] as const).map((moment) => ({ kind, operation, moment, victim }));
}
