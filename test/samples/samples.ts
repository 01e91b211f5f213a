import { parseDay, type Day } from "../../images/model/day.ts";
import { rebootSources } from "../../images/releases/decision/types.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { type Retention, type StackPolicy } from "../../images/plan/policy.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";

/** Days, versions and policies for tests, from texts that are known to be right. */

export function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`not a day: ${text}`);
  return parsed;
}

export function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new RangeError(`not a version: ${text}`);
  return parsed;
}

/** The numbers of the design. */
export const retention: Retention = {
  hideAfter: 14,
  overlap: 7,
  keep: 0,
  deleteAfter: { clouds: 30, mirror: 120 },
  failed: 7,
  held: 7,
  withdrawn: 30,
  lost: 7,
  grace: 30,
  maxDeletions: { amount: 2, of: "sets" },
};

/** The policy of trixie's dailies with the design's defaults. */
export const policy: StackPolicy = {
  suite: "trixie",
  channel: "daily",
  vendors: {},
  targets: [mirrorTarget],
  expect: { required: ["*/amd64", "*/arm64"], bestEffort: ["*/*"] },
  retention,
  packages: {},
  dailyPublish: "changed",
  publish: { version: null, hold: false, reason: null },
  release: {
    mode: "propose",
    security: "any",
    reboot: rebootSources,
    urgency: { high: 0, medium: 0, low: 14, "not yet assigned": 14, unimportant: null, "end-of-life": null },
    atLatest: 90,
    frozen: [],
    pointRelease: null,
    downgrades: {},
  },
  withdraw: {},
  allowDelete: [],
  acceptFlaky: [],
  keepReleased: {},
  tests: null,
  gitlab: null,
};
