import { expect, test } from "vitest";
import { isAbleToRead, readAlong } from "./read-along.ts";

/** The moments at which a reader is most likely led to a wrong image. `npm run test:long` has all moments. */
const asked = [/^20260718-2543 is published$/, /^latest leads away/, /is deleted$/];

test.skipIf(!isAbleToRead())(
  "each reader finds a whole image after and in a publication, withdrawal, deletion",
  async () => {
    const { faults, moments } = await readAlong(({ name }) => asked.some((each) => each.test(name)));
    expect(faults).toEqual([]);
    expect(moments).toHaveLength(asked.length);
  },
);
