import { expect, test } from "vitest";
import { Story } from "../../../test/histories/story.ts";

test.each([
  ["20260701-7", true],
  ["20260701-999", true],
  ["20260701-1000", false],
  ["20260701-9999", false],
  ["20260701-10000", true],
])("a run that makes %s warns of its counter: %s; a later one says no more", (version, isWarnedOf) => {
  const story = new Story().arrives(version).run();
  expect(story.plan?.warnings).toEqual(isWarnedOf ? [expect.stringContaining(`${version}: its counter`)] : []);
  expect(story.after(1).plan?.warnings).toEqual([]);
});
