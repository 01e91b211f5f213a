import { z } from "zod";

/** The record of one attempt of a test VM, in `<results>/<key>/<attempt>.json`; its console is beside it. */
export const vmRecordSchema = z.object({
  key: z.string().regex(/^[0-9a-f]{10}$/),
  attempt: z.number().int().positive(),
  /** `broken`: the cloud's fault, not the image's; tried again. */
  verdict: z.enum(["passed", "failed", "broken"]),
  findings: z.array(z.string()),
  checks: z.array(z.object({ name: z.string(), result: z.enum(["passed", "failed", "unknown"]) })),
  /** The image's name in the configuration. */
  image: z.string(),
  lineage: z.enum(["fai", "scripts"]),
  /** By dimension. */
  combination: z.record(z.string(), z.string()),
  /** ISO 8601, UTC: when it was judged. */
  at: z.iso.datetime(),
  /** Since the server was made. */
  seconds: z.number().nonnegative(),
  /** For a VM that ran Tempest: how many tests passed, and how many were for services that the cloud lacks. */
  tempest: z.object({ passed: z.number().int(), skipped: z.number().int() }).optional(),
});

export type VmRecord = z.output<typeof vmRecordSchema>;

export const recordFile = ({ key, attempt }: Pick<VmRecord, "key" | "attempt">): string => `${key}/${attempt}.json`;
export const consoleFile = ({ key, attempt }: Pick<VmRecord, "key" | "attempt">): string =>
  `${key}/${attempt}.console.txt`;
