import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isExpired, leasedName, parseLease, testName } from "./lease.ts";

const anyTime = fc.date({ min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });

describe("a lease", () => {
  it("is written into the name", () => {
    expect(leasedName({ name: testName("3f9c21aa07", 1), expires: new Date("2026-07-12T12:29:30Z") })).toBe(
      "debian-test-3f9c21aa07-1-until-20260712T1230Z",
    );
  });

  it("is read from the name again, and never ends early", () => {
    fc.assert(
      fc.property(anyTime, fc.nat(9), (expires, attempt) => {
        const lease = parseLease(leasedName({ name: testName("ab12", attempt), expires }));
        expect(lease?.name).toBe(testName("ab12", attempt));
        const late = (lease?.expires.getTime() ?? 0) - expires.getTime();
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThan(60_000);
      }),
    );
  });

  test.each([
    "web-1",
    "debian-test-ab12-1",
    "debian-test-ab12-1-until-tomorrow",
    "debian-test-ab12-1-until-20261340T1200Z",
    "debian-test-ab12-1-until-20260712T1230Z-copy",
    "my-debian-test-ab12-1-until-20260712T1230Z",
  ])("is not what %s has: it is foreign", (name) => {
    expect(parseLease(name)).toBeUndefined();
  });

  it("no text but its own is one", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const lease = parseLease(text);
        expect(lease === undefined || leasedName(lease) === text).toBe(true);
      }),
    );
  });

  it("is over from its minute on", () => {
    const expires = new Date("2026-07-12T12:30:00Z");
    expect(isExpired({ name: "x", expires }, new Date("2026-07-12T12:29:59Z"))).toBe(false);
    expect(isExpired({ name: "x", expires }, expires)).toBe(true);
  });
});
