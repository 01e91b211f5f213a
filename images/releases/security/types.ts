import type { Day } from "../../model/day.ts";
import type { Arch } from "../../model/definitions/arches.ts";
import type { SourceVersion } from "../../packages/types.ts";

/** The security tracker's words, the gravest first. */
export const urgencies = ["high", "medium", "low", "not yet assigned", "unimportant", "end-of-life"] as const;
export type Urgency = (typeof urgencies)[number];

/** An advisory's entry for one suite. */
export type AdvisoryFix = { is: "fixed"; version: string } | { is: "end-of-life" | "not-affected" | "unfixed" };

/** An entry of the DSA or DLA list. */
export interface Advisory {
  /** `DSA-5658-1`; `-2` is a regression update. */
  id: string;
  day: Day;
  source: string;
  description: string;
  cves: readonly string[];
  /** By codename. */
  fixes: ReadonlyMap<string, AdvisoryFix>;
}

/** The tracker's entry for one vulnerability in one source and suite. */
export interface TrackedIssue {
  cve: string;
  status: "open" | "resolved" | "undetermined";
  /** The first source version without the vulnerability; null where there is none, or the suite never had it. */
  fixed: string | null;
  urgency: Urgency;
  /** The security team leaves it to a point release, or to nobody. */
  noDsa: boolean;
}

export const pockets = ["main", "updates", "security"] as const;
/** The parts of the archive that make a stable system: `bookworm`, `bookworm-updates`, `bookworm-security`. */
export type Pocket = (typeof pockets)[number];

/** A binary package that the archive has. */
export interface ArchivedPackage {
  version: string;
  source: SourceVersion;
  pocket: Pocket;
}

/** By binary package's name, without `:arch`. */
export type PackageIndex = ReadonlyMap<string, readonly ArchivedPackage[]>;

export const securitySources = ["dsa", "dla", "tracker", "archive"] as const;
export type SecuritySource = (typeof securitySources)[number];

/** Whether a source's data can be used. Anything but `fresh` means that nothing is known, so releases are held. */
export interface SourceState {
  state: "fresh" | "stale" | "missing" | "not configured";
  /** For people: "fetched 2026-07-17", "answered 503; the copy of 2026-07-12 is older than 2 days". */
  reason: string;
}

/** The security data of one suite, for the packages that images have. */
export interface SecurityFacts {
  /** DSA and DLA together, those that name the suite; newest first. */
  advisories: readonly Advisory[];
  /** By source. */
  issues: ReadonlyMap<string, readonly TrackedIssue[]>;
  archive: ReadonlyMap<Arch, PackageIndex>;
  sources: Readonly<Record<SecuritySource, SourceState>>;
}
