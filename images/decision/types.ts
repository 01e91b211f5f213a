import type { Day } from "../day.ts";
import type { PackageChange } from "../diff/types.ts";
import type { Member } from "../image.ts";
import type { InstalledPackage } from "../packages.ts";
import type { SecurityFacts, Urgency } from "../security/types.ts";
import type { Version } from "../version.ts";

/** What people decided about the releases of a suite. Ages are whole days. */
export interface ReleasePolicy {
  /** `propose`: the decision is said, and a person names the version in `publish`. `auto`: it is carried out. */
  mode: "propose" | "auto";
  /** Sources whose security fix asks for a reboot, and so is released first: kernel, libc, systemd, and what the team adds. */
  reboot: readonly string[];
  /** Days since the last release that a fix of that urgency may wait for others; null: never a reason by itself. */
  urgency: Readonly<Record<Urgency, number | null>>;
  /** Days since the last release, after which any change but a rebuild is released. */
  atLatest: number;
  /** A request of the release team. */
  pointRelease: { version: string; reason: string } | null;
  /** By package: why a lower version than the last release's is right. */
  downgrades: Readonly<Record<string, string>>;
}

/** A set with what its images have installed. */
export interface PackagedSet {
  version: Version;
  /** Null where an image's packages cannot be read. */
  images: ReadonlyMap<Member, readonly InstalledPackage[] | null>;
}

/** All that the decision rests on. */
export interface ReleaseFacts {
  /** The newest release that is or was shown and not taken back; with the day of its showing. */
  last: (PackagedSet & { shown: Day }) | null;
  /** Dailies of the suite that may be promoted: tested, whole, not withdrawn; newest first. */
  dailies: readonly PackagedSet[];
  security: SecurityFacts;
}

/** In the order in which they are asked; the first that has something to say decides. */
export const decisionRules = [
  /** The configuration names a version, or holds. */
  "person",
  /** No daily that is newer and tested. */
  "no-candidate",
  /** Nothing was released yet. */
  "first-release",
  /** Security data is stale or missing. */
  "unknown-security",
  /** A package would go backwards, and nobody wrote down why. */
  "downgrade",
  "reboot",
  "security",
  "point-release",
  "at-latest",
  /** A fix is in the archive, and in no daily yet. */
  "waiting-for-build",
  /** Nothing but rebuilds, or nothing at all. */
  "nothing",
] as const;
export type DecisionRule = (typeof decisionRules)[number];

export interface Decision {
  verdict: "publish" | "hold" | "waiting-for-build";
  /** What is to be published, or would be. */
  version: Version | null;
  rule: DecisionRule;
  /** For people, the weightiest first: "linux 6.1.128-1: DSA-5860-1, CVE-2024-…, needs a reboot". */
  reasons: readonly string[];
  /** Of a forced or held release: what the person wrote. */
  written: string | null;
  /** Whether this run acts on it; a proposal waits for a person. */
  acts: boolean;
  /** What the release would change, of all its images together, each change once. */
  changes: readonly PackageChange[];
}
