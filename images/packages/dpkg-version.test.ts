import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claim, hasDpkg, wrongClaims } from "../../test/dpkg/order.ts";
import { compareDpkgVersions, withoutRebuild } from "./dpkg-version.ts";
import { anyDpkgVersion } from "../../test/samples/package-samples.ts";

describe("the order of versions", () => {
  it.each([
    ["1.9", "1.10", "numbers as numbers"],
    ["1.2", "1.2.1", "the longer one later"],
    ["9.9", "1:0.1", "an epoch before all else"],
    ["2:9", "10:1", "epochs as numbers"],
    ["1.0~rc1-1", "1.0-1", "a tilde before the end"],
    ["1.0~~", "1.0~", "two tildes before one"],
    ["1.0~", "1.0~a", "the end before letters, after a tilde as well"],
    ["1.0", "1.0a", "the end before letters"],
    ["1.0a", "1.0+", "letters before what is no letter"],
    ["1.0Z", "1.0a", "capitals before small letters"],
    ["1.0", "1.0+deb12u1", "an update after what it updates"],
    ["1.0-1", "1.0-1+b1", "a rebuild after its source"],
    ["5.2.15-2+b7", "5.2.15-2+b13", "rebuilds by their number"],
    ["3.0.16-1~deb12u1", "3.0.16-1", "a backported update before what it was taken from"],
    ["1-2-3", "1-2.1-1", "the revision begins at the last hyphen"],
    ["1", "1-1", "a missing revision before any"],
    ["1.99999999999999999998", "1.99999999999999999999", "numbers of any length exactly"],
    ["6.1.176+1", "6.1.192+2", "signed kernels as their sources"],
  ])("has %s before %s: %s", (lower, higher) => {
    expect(compareDpkgVersions(lower, higher)).toBeLessThan(0);
    expect(compareDpkgVersions(higher, lower)).toBeGreaterThan(0);
  });

  it.each([
    ["1.0", "0:1.0"],
    ["1.0", "1.0-0"],
    ["1.07", "1.7"],
    ["1.0-", "1.0"],
    ["1a", "1a0"],
  ])("takes %s and %s for equal", (a, b) => expect(compareDpkgVersions(a, b)).toBeCloseTo(0));

  it("is total: any three, of whatever text, can be sorted", () => {
    const any = fc.oneof(anyDpkgVersion, fc.string());
    const sign = (a: string, b: string) => Math.sign(compareDpkgVersions(a, b));
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(sign(a, b) + sign(b, a)).toBe(0);
        const [low, middle, high] = [a, b, c].sort(compareDpkgVersions);
        expect(sign(low ?? "", middle ?? "")).toBeLessThanOrEqual(0);
        expect(sign(low ?? "", high ?? "")).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.skipIf(!hasDpkg)("is dpkg's own", () => {
    const pairs = fc.sample(fc.tuple(anyDpkgVersion, anyDpkgVersion), 1000);
    expect(wrongClaims(pairs.map(([a, b]) => claim(a, b, compareDpkgVersions(a, b))))).toEqual([]);
  });
});

describe("without its rebuild", () => {
  it.each([
    ["5.2.15-2+b13", "5.2.15-2"],
    ["1:7.2+dfsg-7+deb12u18+b3", "1:7.2+dfsg-7+deb12u18"],
    ["3.134+b1", "3.134"],
    ["2.36-9+deb12u9", "2.36-9+deb12u9"],
    ["1.0+b1-1", "1.0+b1-1"],
    ["1.0+beta", "1.0+beta"],
  ])("%s is %s", (version, source) => expect(withoutRebuild(version)).toBe(source));
});
