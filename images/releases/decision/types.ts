import type { DecisionRule } from "../../tree/decision-rules.ts";
import type { Day } from "../../model/day.ts";
import type { Fix, PackageChange } from "../diff/types.ts";
import type { Member } from "../../model/image.ts";
import type { InstalledPackage } from "../../packages/types.ts";
import type { SecurityFacts, Urgency } from "../security/types.ts";
import type { Version } from "../../model/version.ts";

/** The settings of a suite's releases. Ages are whole days. */
export interface ReleasePolicy {
  /** `propose`: the decision is shown, and a person names the version in `publish`. `auto`: the decision is carried out. */
  mode: "propose" | "auto";
  /** Which security fixes alone are a reason to release; the others come with the next release. */
  security: WeightyFixes;
  /** Sources whose security fix asks for a reboot, and so is released first: kernel, libc, systemd, and what the team adds. */
  reboot: readonly string[];
  /** Days since the last release that a fix of that urgency may wait for others; null: never a reason by itself. */
  urgency: Readonly<Record<Urgency, number | null>>;
  /** Days after the last release when any change except rebuilds is released; null: age alone is no reason. */
  atLatest: number | null;
  /** Spans without releases, except for a security fix that needs a reboot. */
  frozen: readonly Freeze[];
  /** A request of the release team. */
  pointRelease: { version: string; reason: string } | null;
  /** By package: why a lower version than the last release's is right. */
  downgrades: Readonly<Record<string, string>>;
}

/**
 * `any`: when its urgency says so. `critical`: a fix that needs a reboot, or that the tracker rates high. `reboot`: only a fix
 * that needs a reboot. `never`: none; people decide, or the age of the last release.
 */
export const weightyFixes = ["any", "critical", "reboot", "never"] as const;
export type WeightyFixes = (typeof weightyFixes)[number];

/**
 * The default of `ReleasePolicy.reboot`: sources whose new version is only used after a reboot. Debian's own flag
 * (`/run/reboot-required`) is set by the kernel and dbus alone, so the sprint of 2019 asked for a list: kernel, libc, systemd.
 */
export const rebootSources: readonly string[] = ["linux", "glibc", "systemd"];

/** From its first day to its last. */
export interface Freeze {
  from: Day;
  to: Day;
  reason: string;
}

/** A set with what its images have installed. */
export interface PackagedSet {
  version: Version;
  /** Null where an image's packages cannot be read. */
  images: ReadonlyMap<Member, readonly InstalledPackage[] | null>;
}

/** The facts that the decision is made from. */
export interface ReleaseFacts {
  /** The newest release that was shown and not withdrawn, with the day it was shown. */
  last: (PackagedSet & { shown: Day }) | null;
  /** Dailies of the suite that may be promoted: tested, whole, not withdrawn; newest first. */
  dailies: readonly PackagedSet[];
  security: SecurityFacts;
}

export interface Decision {
  verdict: "publish" | "hold" | "waiting-for-build";
  /** The version that is or would be published; null if no daily is newer. */
  version: Version | null;
  rule: DecisionRule;
  /** For people, the weightiest first: "linux 6.1.128-1: DSA-5860-1, CVE-2024-…, needs a reboot". */
  reasons: readonly string[];
  /** The person's reason for a forced or held release. */
  written: string | null;
  /** Whether this run acts on it; a proposal waits for a person. */
  acts: boolean;
  /** The release's package changes, over all its images, each once. */
  changes: readonly PackageChange[];
  /** Fixes that are in the archive, but in no daily yet. */
  waiting: readonly Fix[];
}
