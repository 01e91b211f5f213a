import type { Day } from "../../../images/day.ts";
import type { Arch } from "../../../images/definitions/arches.ts";
import type { Suite } from "../../../images/definitions/suites.ts";
import type { SecurityFacts, SourceState } from "../../../images/security/types.ts";
import type { PublicationSettings } from "../../config.ts";

/** What images have, so that only what bears on them is kept. */
export interface SecurityNeed {
  suite: Suite;
  arches: readonly Arch[];
  /** Binary packages, without `:arch`. */
  packages: ReadonlySet<string>;
  sources: ReadonlySet<string>;
}

/** When, and the folder where copies are kept for the next time. */
export interface SecurityReading {
  day: Day;
  cache: string;
}

/** Reads what is known of one suite. Bad data is no error: the state of its source says that it is not to be relied on. */
export async function readSecurity(
  settings: PublicationSettings["security"],
  need: SecurityNeed,
  at: SecurityReading,
): Promise<SecurityFacts> {
  const none: SourceState = { state: "not configured", reason: `nothing is read yet of ${need.suite}` };
  void settings;
  void at;
  return {
    advisories: [],
    issues: new Map(),
    archive: new Map(),
    sources: { dsa: none, dla: none, tracker: none, archive: none },
  };
}
