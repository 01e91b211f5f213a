import { expect, test } from "vitest";
import { isAbleToRead, readAlong } from "../readers/read-along.ts";

test.skipIf(!isAbleToRead())("each reader finds a whole image whenever it asks", async () => {
  const { faults, moments } = await readAlong(() => true);
  expect(faults).toEqual([]);
  expect(moments.length).toBeGreaterThan(9);
});
