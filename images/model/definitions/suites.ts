import { parseDay, type Day } from "../day.ts";
import type { Arch } from "./arches.ts";
import { readBuildTable, type BuildMatrix } from "./build-table.ts";
import builtNow from "./builds.json" with { type: "json" };
import type { Channel } from "./channels.ts";
import type { Vendor } from "./vendors.ts";

export interface SuiteDefinition {
  /** `release_id` of the manifest: "13", "13-backports", "sid". */
  id: string;
  /** `release_baseid`: "13" for trixie and its backports. */
  baseId: string;
  /** Last day of the security team's support, DSA (distro-info-data, column eol); from then on the LTS team's, DLA. Null while Debian has set none. */
  endOfSecurity: Day | null;
  /** Last day of long-term support (distro-info-data, column eol-lts); null while Debian has set none. */
  endOfLts: Day | null;
  channels: readonly Channel[];
}

const lastDay = (text: string): Day => {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`not a day: ${text}`);
  return day;
};

const bullseyeEnds = { endOfSecurity: lastDay("2024-08-14"), endOfLts: lastDay("2026-08-31") };
const bookwormEnds = { endOfSecurity: lastDay("2026-07-11"), endOfLts: lastDay("2028-06-30") };
const trixieEnds = { endOfSecurity: lastDay("2028-08-09"), endOfLts: lastDay("2030-06-30") };
const noEnds = { endOfSecurity: null, endOfLts: null };

const both = ["daily", "release"] as const;

/** Debian's suites, by codename; a backports suite is a codename of its own, as in the tree. */
export const suites = {
  bullseye: { id: "11", baseId: "11", ...bullseyeEnds, channels: both },
  "bullseye-backports": { id: "11-backports", baseId: "11", ...bullseyeEnds, channels: both },
  bookworm: { id: "12", baseId: "12", ...bookwormEnds, channels: both },
  "bookworm-backports": { id: "12-backports", baseId: "12", ...bookwormEnds, channels: both },
  trixie: { id: "13", baseId: "13", ...trixieEnds, channels: both },
  "trixie-backports": { id: "13-backports", baseId: "13", ...trixieEnds, channels: both },
  forky: { id: "14", baseId: "14", ...noEnds, channels: both },
  sid: { id: "sid", baseId: "sid", ...noEnds, channels: ["daily"] },
} as const satisfies Record<string, SuiteDefinition>;

export type Suite = keyof typeof suites;

export const isSuite = (text: string): text is Suite => Object.hasOwn(suites, text);

export const suiteDefinition = (suite: Suite): SuiteDefinition => suites[suite];

/** `bookworm` for bookworm-backports, of which most packages are bookworm's; any other suite is its own. */
export function baseSuite(suite: Suite): Suite {
  const base = suite.replace(/-backports$/, "");
  return isSuite(base) ? base : suite;
}

export interface Build {
  vendor: Vendor;
  arch: Arch;
}

let table: Readonly<Record<Suite, BuildMatrix>> | undefined;

/** Every vendor and arch that the suite is built for now, in the table's order. */
export function buildsOf(suite: Suite): Build[] {
  table ??= readBuildTable(builtNow, Object.keys(suites).filter(isSuite)).builds;
  return entriesOf(table[suite]).flatMap(([vendor, arches]) => arches.map((arch) => ({ vendor, arch })));
}

function entriesOf(matrix: BuildMatrix): [Vendor, readonly Arch[]][] {
  return (Object.keys(matrix) as Vendor[]).flatMap((vendor) => {
    const arches = matrix[vendor];
    return arches === undefined ? [] : [[vendor, arches] satisfies [Vendor, readonly Arch[]]];
  });
}
