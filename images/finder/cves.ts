import { z } from "zod";
import { channelDirectory } from "../model/image.ts";
import { daySchema } from "../model/day-schema.ts";
import { compareVersions } from "../model/version.ts";
import { channelSchema, recordsApi, suiteSchema, versionSchema, writeRecord } from "../tree/record.ts";
import { root } from "./page.ts";
import type { Changes } from "./changes/record.ts";

/** `finder/cve/CVE-2026-31001.json`: the first version of each channel that fixed one vulnerability. It is kept for good. */

const fixedSchema = z.object({
  suite: suiteSchema,
  channel: channelSchema,
  version: versionSchema,
  shown: daySchema,
  advisory: z.string().nullable(),
  source: z.string(),
  fixedIn: z.string(),
});

export const vulnerabilitySchema = z.object({
  apiVersion: z.literal(recordsApi),
  kind: z.literal("Vulnerability"),
  id: z.string(),
  fixed: z.array(fixedSchema),
});

export type Vulnerability = z.output<typeof vulnerabilitySchema>;

/** Only ids of this form become part of an address. */
const idPattern = /^(?:CVE-\d{4}-\d{4,19}|TEMP-\d{7}-[0-9A-F]{6})$/;

export const isVulnerabilityId = (id: string): boolean => idPattern.test(id);

export const vulnerabilityPath = (id: string, ending: "json" | "html"): string => `${root}/cve/${id}.${ending}`;

export const vulnerabilityText = (vulnerability: Vulnerability): string =>
  writeRecord(vulnerabilitySchema, vulnerability);

/** The vulnerabilities that a set fixes. */
export function vulnerabilitiesIn({ suite, channel, version, shown, fixes }: Changes): Vulnerability[] {
  const found = new Map<string, Vulnerability>();
  for (const { advisory, cves, source, version: fixedIn } of fixes)
    for (const id of cves.filter(isVulnerabilityId)) {
      const fixed: Vulnerability["fixed"] = found.get(id)?.fixed ?? [];
      if (!fixed.some((known) => known.source === source))
        fixed.push({ suite, channel, version, shown, advisory, source, fixedIn });
      found.set(id, { apiVersion: recordsApi, kind: "Vulnerability", id, fixed });
    }
  return [...found.values()];
}

/** Joins both: for each channel and source, the first version. */
export function mergedVulnerability(before: Vulnerability | undefined, now: Vulnerability): Vulnerability {
  const all = [...(before?.fixed ?? []), ...now.fixed].toSorted((a, b) => compareVersions(a.version, b.version));
  const first = Map.groupBy(all, (fixed) => `${channelDirectory(fixed)} ${fixed.source}`);
  return { ...now, fixed: [...first].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, [fixed]]) => fixed ?? []) };
}
