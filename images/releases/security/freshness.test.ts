import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { addDays } from "../../model/day.ts";
import { day } from "../../../test/samples/samples.ts";
import { freshness, type DataAge } from "./freshness.ts";
import { securitySources } from "./types.ts";

const today = day("2026-07-17");
const ago = (days: number) => addDays(today, -days);
const clock = { day: today, maxAge: 3 };
const fresh: DataAge = { confirmed: today, stamp: today, validUntil: null, seen: null };

describe("data that is old by its own stamp", () => {
  it.each([
    ["dsa", 30, "fresh"],
    ["dsa", 31, "stale"],
    ["dla", 30, "fresh"],
    ["dla", 31, "stale"],
    ["tracker", 3, "fresh"],
    ["tracker", 4, "stale"],
    ["archive", 200, "fresh"],
    ["archive", -1, "fresh"],
  ] as const)("%s of %d days ago is %s", (source, days, state) => {
    expect(freshness(source, { ...fresh, stamp: ago(days) }, clock).state).toBe(state);
  });

  it("is told with its stamp", () => {
    expect(freshness("dsa", { ...fresh, stamp: ago(31) }, clock).reason).toBe(
      "its newest entry is of 2026-06-16, more than 30 days ago",
    );
  });

  it.each(securitySources)("is nothing to ask of %s without a stamp", (source) => {
    expect(freshness(source, { ...fresh, stamp: null }, clock).state).toBe("fresh");
  });
});

describe.each(securitySources)("%s", (source) => {
  const stateOf = (age: Partial<DataAge>, maxAge = clock.maxAge) =>
    freshness(source, { ...fresh, ...age }, { ...clock, maxAge });

  it("is fresh on the day on which it was read", () => {
    expect(stateOf({})).toEqual({ state: "fresh", reason: "read 2026-07-17" });
  });

  it("was read today, where a clock says tomorrow", () => {
    expect(stateOf({ confirmed: ago(-1) }).reason).toBe("read 2026-07-17");
  });

  it.each([
    [3, 3, "fresh"],
    [3, 4, "stale"],
    [1, 1, "fresh"],
    [1, 2, "stale"],
    [3, -2, "fresh"],
  ] as const)("with an age of %d days allowed and confirmed %d days ago is %s", (maxAge, days, state) => {
    expect(stateOf({ confirmed: ago(days) }, maxAge).state).toBe(state);
  });

  it.each([
    [0, "fresh"],
    [1, "stale"],
    [-7, "fresh"],
  ] as const)("valid until %d days ago is %s", (days, state) => {
    expect(stateOf({ validUntil: ago(days) }).state).toBe(state);
  });

  it.each([
    ["the same", 0, 0, "fresh"],
    ["newer", 0, 1, "fresh"],
    ["older", 2, 1, "stale"],
    ["older than data from the future", 0, -1, "fresh"],
  ] as const)("%s than what was seen before: %d and %d days ago, is %s", (_, stamp, seen, state) => {
    expect(stateOf({ stamp: ago(stamp), seen: ago(seen) }).state).toBe(state);
  });

  it("without a date is stale once it had one", () => {
    expect(stateOf({ stamp: null, seen: ago(2) })).toEqual({
      state: "stale",
      reason: "it has no date, and data of 2026-07-15 was there before",
    });
  });

  it("tells all that speaks against it", () => {
    const { reason } = stateOf({ confirmed: ago(5), stamp: ago(40), validUntil: ago(2), seen: ago(6) });
    expect(reason).toContain("the copy of 2026-07-12 is older than 3 days");
    expect(reason).toContain("valid until 2026-07-15");
    expect(reason).toContain("it is of 2026-06-07, and data of 2026-07-11 was there before");
  });
});

test("what is stale today is not fresh tomorrow", () => {
  const days = fc.integer({ min: -100, max: 100 }).map(ago);
  const stamps = fc.option(days);
  const ages = fc.record({
    confirmed: days,
    stamp: stamps,
    validUntil: stamps,
    seen: fc.option(fc.integer({ min: 0, max: 100 }).map(ago)),
  });
  fc.assert(
    fc.property(fc.constantFrom(...securitySources), ages, fc.nat(60), (source, age, maxAge) => {
      const now = freshness(source, age, { day: today, maxAge });
      const later = freshness(source, age, { day: addDays(today, 1), maxAge });
      if (now.state === "stale") expect(later.state).toBe("stale");
    }),
  );
});
