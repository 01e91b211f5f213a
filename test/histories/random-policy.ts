import type { DeletionLimit } from "../../images/config/age-text.ts";
import { mirrorTarget, type Target } from "../../images/model/target.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import { policy as defaults } from "../samples/samples.ts";
import type { Random } from "./random.ts";

const clouds: readonly Target[] = [
  { name: "aws", kind: "cloud", required: true, vendors: ["ec2"] },
  { name: "glance", kind: "cloud", required: false, vendors: ["generic", "genericcloud"] },
  { name: "depot", kind: "cloud", required: true, vendors: ["generic"] },
  { name: "partner", kind: "cloud", required: false, vendors: null },
];

/** The policy of a random history. Its days are few, so that a short history sees all that comes of them. */
export function randomPolicy(random: Random): StackPolicy {
  const hideAfter = random.between(2, 8);
  return {
    ...defaults,
    suite: random.chance(0.2) ? "bullseye" : "trixie",
    channel: random.chance(0.65) ? "daily" : "release",
    targets: [mirrorTarget, ...clouds.filter(() => random.chance(0.4))],
    expect: { required: ["generic/amd64", "generic/arm64"], bestEffort: ["nocloud/amd64", "ec2/*"] },
    retention: {
      hideAfter,
      overlap: random.between(0, 5),
      keep: random.chance(0.3) ? random.between(1, 4) : 0,
      deleteAfter: { clouds: hideAfter + random.between(1, 6), mirror: hideAfter + random.between(2, 10) },
      failed: random.between(2, 7),
      held: random.between(2, 7),
      withdrawn: random.between(2, 12),
      lost: random.between(2, 7),
      grace: random.between(1, 6),
      maxDeletions: randomLimit(random, 1),
    },
    dailyPublish: random.chance(0.5) ? "changed" : "always",
  };
}

export const randomLimit = (random: Random, least: number): DeletionLimit =>
  random.chance(0.5)
    ? { amount: random.between(least, 4), of: "sets" }
    : { amount: random.between(least, 12), of: "images" };
