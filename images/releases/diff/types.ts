import type { InstalledPackage } from "../../packages/types.ts";
import type { Urgency } from "../security/types.ts";

/** The kinds of a package's change, the most important first. */
export const changeNames = [
  /** The higher version fixes a vulnerability that an advisory or the tracker names. */
  "security",
  /** The new version came with a point release, and no advisory names it. */
  "point-release",
  /** A kernel package with another ABI in its name. It counts as an upgrade, not as removed and added. */
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

/** A vulnerability, or an advisory's vulnerabilities, fixed between the lower and the higher version. */
export interface Fix {
  /** `DSA-5658-1`, `DLA-3842-1`; null where only the tracker knows of it. */
  advisory: string | null;
  cves: readonly string[];
  /** The source that was fixed, under the name that advisories use. */
  source: string;
  /** The first fixed version of the source. */
  version: string;
  urgency: Urgency;
}

export interface PackageChange {
  before: InstalledPackage | null;
  after: InstalledPackage | null;
  names: readonly ChangeName[];
  /** Fixed by an upgrade; taken back by a downgrade. */
  fixes: readonly Fix[];
}

/** The package changes from one image to another, in the order of the packages' names. */
export interface ImageDiff {
  changes: readonly PackageChange[];
}
