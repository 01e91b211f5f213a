import { z } from "zod";
import { isArch, type Arch } from "../../model/definitions/arches.ts";
import type { Day } from "../../model/day.ts";
import { pockets, securitySources, urgencies, type SecurityFacts } from "./types.ts";

const advisory = z.object({
  id: z.string(),
  day: z.custom<Day>((value) => typeof value === "number"),
  source: z.string(),
  description: z.string(),
  cves: z.array(z.string()),
  fixes: z.map(
    z.string(),
    z.union([
      z.object({ is: z.literal("fixed"), version: z.string() }),
      z.object({ is: z.enum(["end-of-life", "not-affected", "unfixed"]) }),
    ]),
  ),
});

const issue = z.object({
  cve: z.string(),
  status: z.enum(["open", "resolved", "undetermined"]),
  fixed: z.string().nullable(),
  urgency: z.enum(urgencies),
  noDsa: z.boolean(),
});

const archived = z.object({
  version: z.string(),
  source: z.object({ name: z.string(), version: z.string() }),
  pocket: z.enum(pockets),
});

const state = z.object({ state: z.enum(["fresh", "stale", "missing", "not configured"]), reason: z.string() });

/** The security facts that one process passes to another. */
export const securityFactsSchema: z.ZodType<SecurityFacts> = z.object({
  advisories: z.array(advisory),
  issues: z.map(z.string(), z.array(issue)),
  archive: z.map(
    z.custom<Arch>((value) => typeof value === "string" && isArch(value)),
    z.map(z.string(), z.array(archived)),
  ),
  sources: z.record(z.enum(securitySources), state),
});
