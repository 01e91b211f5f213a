import { expect, it } from "vitest";
import { pointReleaseOf, pointReleaseOfSet } from "./point-release.ts";
import { bookworm, packagesOf, setOf } from "../../../test/samples/decision-samples.ts";

it.each([
  ["12.4+deb12u9", "12.9"],
  ["12.4+deb12u10", "12.10"],
  ["12.4", "12.0"],
  ["11.1+deb11u11", "11.11"],
  ["13.8+deb13u1", "13.1"],
  ["trixie/sid", null],
])("base-files %s is of %s", (version, point) => {
  expect(pointReleaseOf(version)).toBe(point);
});

it("a set has reached what all of its images have", () => {
  const set = setOf("20250315-2052", { ...bookworm, "base-files": "12.4+deb12u10" });
  expect(pointReleaseOfSet(set)).toBe("12.10");
  const images = new Map(set.images).set("ec2/amd64", packagesOf(bookworm, "amd64"));
  expect(pointReleaseOfSet({ ...set, images })).toBe("12.9");
});
