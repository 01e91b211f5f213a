import { expect, test } from "vitest";
import { flatSettings } from "./settings.ts";

test("settings are named by dotted keys; a list, nothing, and an empty group are values", () => {
  const settings = {
    suite: "trixie",
    retention: { deleteAfter: { mirror: 120 } },
    targets: {},
    allowDelete: ["a"],
    url: null,
  };
  expect(flatSettings(settings)).toEqual({
    suite: "trixie",
    "retention.deleteAfter.mirror": 120,
    targets: {},
    allowDelete: ["a"],
    url: null,
  });
});
