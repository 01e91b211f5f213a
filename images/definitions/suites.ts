import { parseDay, type Day } from "../day.ts";
import type { Arch } from "./arches.ts";
import type { Channel } from "./channels.ts";
import type { Vendor } from "./vendors.ts";

export type BuildMatrix = Partial<Record<Vendor, readonly Arch[]>>;

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
  /** Which vendors are built for which arches (debian-cloud-images' CI table, 2026). */
  builds: BuildMatrix;
}

const lastDay = (text: string): Day => {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`not a day: ${text}`);
  return day;
};

const twoArches = ["amd64", "arm64"] as const;
const withPower = ["amd64", "arm64", "ppc64el"] as const;
const withRiscv = ["amd64", "arm64", "ppc64el", "riscv64"] as const;
const allArches = ["amd64", "arm64", "ppc64el", "riscv64", "s390x"] as const;

const bullseyeBuilds: BuildMatrix = {
  azure: ["amd64"],
  ec2: twoArches,
  generic: twoArches,
  genericcloud: twoArches,
  nocloud: twoArches,
};
const bookwormBuilds: BuildMatrix = {
  azure: twoArches,
  ec2: twoArches,
  generic: withPower,
  genericcloud: twoArches,
  nocloud: withPower,
};
const trixieBuilds: BuildMatrix = {
  azure: twoArches,
  ec2: twoArches,
  generic: withRiscv,
  genericcloud: twoArches,
  nocloud: withRiscv,
  raspi: ["arm64"],
};
const testingBuilds: BuildMatrix = {
  azure: twoArches,
  ec2: twoArches,
  generic: allArches,
  genericcloud: twoArches,
  nocloud: allArches,
  raspi: ["arm64"],
};

const bullseyeEnds = { endOfSecurity: lastDay("2024-08-14"), endOfLts: lastDay("2026-08-31") };
const bookwormEnds = { endOfSecurity: lastDay("2026-07-11"), endOfLts: lastDay("2028-06-30") };
const trixieEnds = { endOfSecurity: lastDay("2028-08-09"), endOfLts: lastDay("2030-06-30") };
const noEnds = { endOfSecurity: null, endOfLts: null };

const both = ["daily", "release"] as const;

/** Debian's suites, by codename; a backports suite is a codename of its own, as in the tree. */
export const suites = {
  bullseye: { id: "11", baseId: "11", ...bullseyeEnds, channels: both, builds: bullseyeBuilds },
  "bullseye-backports": { id: "11-backports", baseId: "11", ...bullseyeEnds, channels: both, builds: bullseyeBuilds },
  bookworm: { id: "12", baseId: "12", ...bookwormEnds, channels: both, builds: bookwormBuilds },
  "bookworm-backports": { id: "12-backports", baseId: "12", ...bookwormEnds, channels: both, builds: bookwormBuilds },
  trixie: { id: "13", baseId: "13", ...trixieEnds, channels: both, builds: trixieBuilds },
  "trixie-backports": { id: "13-backports", baseId: "13", ...trixieEnds, channels: both, builds: trixieBuilds },
  forky: { id: "14", baseId: "14", ...noEnds, channels: both, builds: testingBuilds },
  sid: { id: "sid", baseId: "sid", ...noEnds, channels: ["daily"], builds: testingBuilds },
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

/** Every vendor and arch that the suite is built for, in the table's order. */
export function buildsOf(suite: Suite): Build[] {
  const matrix: BuildMatrix = suiteDefinition(suite).builds;
  return entriesOf(matrix).flatMap(([vendor, arches]) => arches.map((arch) => ({ vendor, arch })));
}

function entriesOf(matrix: BuildMatrix): [Vendor, readonly Arch[]][] {
  return (Object.keys(matrix) as Vendor[]).flatMap((vendor) => {
    const arches = matrix[vendor];
    return arches === undefined ? [] : [[vendor, arches] satisfies [Vendor, readonly Arch[]]];
  });
}
