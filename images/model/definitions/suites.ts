import { z } from "zod";
import { daySchema } from "../day-schema.ts";
import type { Arch } from "./arches.ts";
import { readBuildTable, type BuildMatrix } from "./build-table.ts";
import builtNow from "./builds.json" with { type: "json" };
import { channels } from "./channels.ts";
import { dated, readDated, rowsOf } from "./dated.ts";
import data from "./suites.json" with { type: "json" };
import { isVendor, type OwnVendors, type Vendor } from "./vendors.ts";

export type Suite = keyof typeof data.suites;

const suiteRow = z.strictObject({
  /** `release_id` of the manifest: "13", "13-backports", "sid". */
  id: z.string().min(1),
  /** `release_baseid`: "13" for trixie and its backports. */
  baseId: z.string().min(1),
  /** Last day of the security team's support, DSA; from then on the LTS team's, DLA. Null while Debian has set none. */
  endOfSecurity: daySchema.nullable(),
  /** Last day of long-term support; null while Debian has set none. */
  endOfLts: daySchema.nullable(),
  channels: z.array(z.enum(channels)).min(1),
});

export type SuiteDefinition = Readonly<z.output<typeof suiteRow>>;

/** Debian's suites, by codename; a backports suite is a codename of its own, as in the tree. */
export const { suites } = readDated(
  dated({ suites: rowsOf(data.suites, suiteRow) }),
  data,
  "images/model/definitions/suites.json",
);

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

/** Every vendor and arch that the suite is built for now, in the table's order; the stack's own vendors after Debian's. */
export function buildsOf(suite: Suite, own: OwnVendors = {}): Build[] {
  table ??= readBuildTable(builtNow, Object.keys(suites).filter(isSuite)).builds;
  return [
    ...Object.entries(table[suite]),
    ...Object.entries(own).map(([vendor, { arches }]) => [vendor, arches] as const),
  ].flatMap(([vendor, arches]) => (isVendor(vendor) ? arches.map((arch) => ({ vendor, arch })) : []));
}
