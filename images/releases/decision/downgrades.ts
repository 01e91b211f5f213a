import type { PackageChange } from "../diff/types.ts";
import { advisedSource } from "../diff/source.ts";
import { withoutArch } from "../../packages/package-name.ts";
import type { ReleasePolicy } from "./types.ts";

/** The packages of one source that go backwards. */
export interface Downgrade {
  /** The source; or the package, where its source is not known. */
  name: string;
  packages: readonly string[];
  from: string;
  to: string;
  /** Advisories and CVEs whose fixes are lost again. */
  opens: readonly string[];
  /** Why that is right; null where nobody wrote it down. */
  written: string | null;
}

/** The downgrades by source. Each package needs a reason, for its own name or its source's. */
export function downgradesAmong(changes: readonly PackageChange[], written: ReleasePolicy["downgrades"]): Downgrade[] {
  const downgrades = new Map<string, Downgrade>();
  for (const change of changes) {
    const { before, after, names, fixes } = change;
    if (before === null || after === null || !names.includes("downgraded")) continue;
    const name = before.source?.name ?? withoutArch(before.name);
    const reason =
      namesOf(change)
        .map((known) => written[known])
        .find((text) => text !== undefined) ?? null;
    const key = JSON.stringify([name, reason]);
    const known = downgrades.get(key);
    const opens = fixes.flatMap(({ advisory, cves }) => advisory ?? cves);
    downgrades.set(key, {
      name,
      packages: [...new Set([...(known?.packages ?? []), withoutArch(after.name)])],
      from: known?.from ?? before.version,
      to: known?.to ?? after.version,
      opens: [...new Set([...(known?.opens ?? []), ...opens])],
      written: reason,
    });
  }
  return [...downgrades.values()];
}

function namesOf({ before, after }: PackageChange): string[] {
  return [before, after].flatMap((side) => {
    if (side === null) return [];
    const sources = side.source === null ? [] : [side.source.name, advisedSource(side.source).name];
    return [side.name, withoutArch(side.name), ...sources];
  });
}
