import { createHash } from "node:crypto";
import { parseDay, type Day } from "../../images/model/day.ts";
import { parseImageName, parseMember, type Image } from "../../images/model/image.ts";
import { rebootSources } from "../../images/releases/decision/types.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import type { Retention, StackPolicy } from "../../images/plan/policy.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";

/** Days, versions, images and policies for tests, from texts that are known to be right. */

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

/** `generic/amd64` in its parts. */
export function memberNamed(text: string): Pick<Image, "vendor" | "arch"> {
  const parsed = parseMember(text);
  if (parsed === undefined) throw new RangeError(`not a member: ${text}`);
  return parsed;
}

/** The image with a name: `debian-13-generic-amd64-daily-20260717-2542`. */
export function imageNamed(name: string): Image {
  const parsed = parseImageName(name);
  if (parsed === undefined) throw new RangeError(`not an image's name: ${name}`);
  return parsed;
}

export const digest = (algorithm: "sha256" | "sha512", text: string): string =>
  createHash(algorithm).update(text).digest("hex");

/** The retention that the design names. */
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
