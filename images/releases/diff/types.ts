import type { InstalledPackage } from "../../packages/types.ts";
import type { Urgency } from "../security/types.ts";

/** The kinds of a package's change, the most important first. */
export const changeNames = [
  /** The way up closes a hole that an advisory or the tracker names. */
  "security",
  /** The new version came by the stable suite itself, and no advisory names it. */
  "point-release",
  /** A kernel package whose name carries another ABI: one upgrade, whatever the names say. */
  "kernel-abi",
  /** The same source built again (binNMU). */
  "rebuild",
  /** A signed package whose source follows another (`linux-signed-amd64` follows `linux`). */
  "signed-twin",
  /** The same thing under another name (`libssl3` → `libssl3t64`). */
  "rename",
  "added",
  "removed",
  "downgraded",
  "upgraded",
] as const;
export type ChangeName = (typeof changeNames)[number];

/** One hole, closed on the way from the lower version to the higher one. */
export interface Fix {
  /** `DSA-5658-1`, `DLA-3842-1`; null where only the tracker knows of it. */
  advisory: string | null;
  cves: readonly string[];
  /** The source that was fixed, under the name that advisories use. */
  source: string;
  /** The first source version without the hole. */
  version: string;
  urgency: Urgency;
}

export interface PackageChange {
  before: InstalledPackage | null;
  after: InstalledPackage | null;
  names: readonly ChangeName[];
  /** Of an upgrade: closed. Of a downgrade: open again. */
  fixes: readonly Fix[];
}

/** What makes one image's packages another's; by the packages' names. */
export interface ImageDiff {
  changes: readonly PackageChange[];
}
