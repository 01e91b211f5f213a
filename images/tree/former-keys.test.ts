import { expect, it } from "vitest";
import { cloudTargetsText } from "./cloud-targets.ts";
import { inTodaysKeys, setInTodaysKeys } from "./former-keys.ts";

const days = { made: "2026-07-17" };
const standing = {
  phase: "current",
  members: ["generic/amd64", "generic/arm64"],
  reason: "newest",
  listed: true,
  days,
} as const;
const target = {
  images: [{ ...standing, members: [...standing.members] }],
  results: {
    "generic/amd64": { refs: ["id-1"], state: "passed" },
    "generic/arm64": { refs: [], state: "broken: 503" },
  },
};

it("reads what earlier releases wrote of clouds into the state of a set", () => {
  const elsewhere = {
    "openstack-partner": {
      images: target.images,
      outcomes: {
        "generic/amd64": { ref: "id-1", standing: "passed" },
        "generic/arm64": { ref: null, standing: "broken: 503" },
      },
    },
  };
  const cloudTargets = { "openstack-partner": target };
  const today = { suite: "trixie", cloudTargets: cloudTargetsText(cloudTargets) };
  expect(setInTodaysKeys({ suite: "trixie", elsewhere })).toEqual(today);
  expect(setInTodaysKeys({ suite: "trixie", cloudTargets })).toEqual(today);
  expect(setInTodaysKeys(today)).toEqual(today);
  expect(setInTodaysKeys({ suite: "trixie" })).toEqual({ suite: "trixie" });
});

it("reads them of an image's files, and leaves today's keys as they are", () => {
  const made = { phase: "made", reason: "made", listed: false, days };
  expect(inTodaysKeys({ image: "x", elsewhere: { a: made } })).toEqual({ image: "x", cloudTargets: { a: made } });
  expect(inTodaysKeys({ image: "x", cloudTargets: { a: made } })).toEqual({
    image: "x",
    cloudTargets: { a: made },
  });
});
