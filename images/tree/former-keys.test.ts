import { expect, it } from "vitest";
import { inTodaysKeys } from "./former-keys.ts";

const days = { made: "2026-07-17" };

it("reads what earlier releases wrote of clouds into the state of a set", () => {
  const elsewhere = {
    "openstack-partner": {
      images: [{ phase: "current", members: ["generic/amd64", "generic/arm64"], days }],
      outcomes: {
        "generic/amd64": { ref: "id-1", standing: "passed" },
        "generic/arm64": { ref: null, standing: "broken: 503" },
      },
    },
  };
  expect(inTodaysKeys({ suite: "trixie", elsewhere })).toEqual({
    suite: "trixie",
    cloudTargets: {
      "openstack-partner": {
        images: [{ phase: "current", members: ["generic/amd64", "generic/arm64"], days }],
        results: {
          "generic/amd64": { refs: ["id-1"], state: "passed" },
          "generic/arm64": { refs: [], state: "broken: 503" },
        },
      },
    },
  });
});

it("reads them of an image's files, and leaves today's keys as they are", () => {
  const target = { phase: "made", reason: "made", listed: false, days };
  expect(inTodaysKeys({ image: "x", elsewhere: { a: target } })).toEqual({ image: "x", cloudTargets: { a: target } });
  expect(inTodaysKeys({ image: "x", cloudTargets: { a: target } })).toEqual({
    image: "x",
    cloudTargets: { a: target },
  });
});
