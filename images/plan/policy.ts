import type { BootTests } from "../boot-tests/definition.ts";
import type { ReleasePolicy } from "../releases/decision/types.ts";
import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import type { OwnVendors } from "../model/definitions/vendors.ts";
import type { Target } from "../model/target.ts";
import type { PackageRules } from "../packages/package-rules.ts";
import type { DeletionLimit } from "../config/age-text.ts";
import type { Version } from "../model/version.ts";

/** Ages are whole days. */
export interface Retention {
  /** Days from showing a daily to hiding it, once it is superseded; a release is hidden when its suite has ended. */
  hideAfter: number;
  /** The least days that a superseded daily stays beside its replacement, even if it was shown long ago. */
  overlap: number;
  /** The number of newest public sets that are neither hidden nor deleted, whatever their age. */
  keep: number;
  /** Days from showing a daily to deleting it, once it is hidden, by kind of target. */
  deleteAfter: { clouds: number; mirror: number };
  /** Days that a failed image is kept; also the days that a set may stay incomplete before it fails. */
  failed: number;
  /** Days that a held image is kept; the newest two held sets stay. */
  held: number;
  /** Days that a withdrawn image is kept in quarantine. */
  withdrawn: number;
  /** Days that a lost image is reported before it leaves. */
  lost: number;
  /** Days that a hidden release is kept, before `allowDelete` may remove it. */
  grace: number;
  /** What may be removed on one day. */
  maxDeletions: DeletionLimit;
}

/** A stack's policy, read from `Pulumi.<stack>.yaml`. */
export interface StackPolicy {
  suite: Suite;
  channel: Channel;
  /** Vendors that are not Debian's, whose builds are published as well. */
  vendors: OwnVendors;
  targets: readonly Target[];
  /** Patterns `vendor/arch`, with `*` for any; of the suite's definitions. */
  expect: { required: readonly string[]; bestEffort: readonly string[] };
  retention: Retention;
  /** The package rules: part of the gate, judged before images are made. */
  packages: PackageRules;
  /** `changed`: a daily whose packages equal those of the current one is held, not shown. */
  dailyPublish: "changed" | "always";
  /** For a release channel: the daily to publish, or a hold; null and false leave it to the decision. */
  publish: { version: Version | null; hold: boolean; reason: string | null };
  release: ReleasePolicy;
  /** A version, or version/vendor/arch, to the reason of its withdrawal. */
  withdraw: Readonly<Record<string, string>>;
  /** Versions, or version/vendor/arch, that a release stack may delete once they are due. */
  allowDelete: readonly string[];
  /** Versions, or version/vendor/arch, whose tests passed only after a failure, and which a person accepts for release. */
  acceptFlaky: readonly string[];
  /** Versions, or version/vendor/arch, of releases that stay although their daily was withdrawn, to the reason. */
  keepReleased: Readonly<Record<string, string>>;
  /** How images are booted before they are shown; null: they are not. */
  tests: BootTests | null;
  /** The GitLab whose job logs are kept beside the images, as https://salsa.debian.org; null: none is fetched. */
  gitlab: string | null;
}
