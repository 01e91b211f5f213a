import { expect, it } from "vitest";
import type { Channel } from "../../../images/model/definitions/channels.ts";
import type { Suite } from "../../../images/model/definitions/suites.ts";
import { azurePlan } from "./plan.ts";

it.each<[Suite, Channel, string, string]>([
  ["bookworm", "release", "debian-12", "12"],
  ["bookworm-backports", "daily", "debian-12-daily", "12-backports"],
])("%s %s is in the offer %s, as the plan %s", (suite, channel, offer, plan) => {
  expect(azurePlan({ suite, channel })).toEqual({ offer, plan });
});
