import { z } from "zod";
import { daySchema } from "../model/day-schema.ts";
import { sha256Schema, writeRecord } from "../tree/record.ts";
import { firmwares } from "./firmware.ts";

/** `NAME.tests/<attempt>/verdict.json`: what the boots of one attempt came to. */

const checkSchema = z.object({
  name: z.string(),
  result: z.enum(["passed", "failed", "unknown"]),
  findings: z.array(z.string()),
});

const bootSchema = z.object({
  where: z.string().exactOptional(),
  firmware: z.enum(firmwares),
  accelerator: z.string(),
  seconds: z.number().nonnegative(),
  checks: z.array(checkSchema),
  findings: z.array(z.string()),
});

export const verdictSchema = z.object({
  apiVersion: z.literal("cloud.debian.org/records/v1"),
  kind: z.literal("BootTest"),
  image: z.string(),
  /** Counted from 1, with those that the infrastructure broke. */
  attempt: z.number().int().positive(),
  day: daySchema,
  where: z.string(),
  definition: sha256Schema,
  outcome: z.enum(["passed", "failed", "broken"]),
  /** All together. */
  seconds: z.number().nonnegative(),
  findings: z.array(z.string()),
  boots: z.array(bootSchema),
});

export type VerdictFile = z.output<typeof verdictSchema>;

export const verdictText = (verdict: VerdictFile): string => writeRecord(verdictSchema, verdict);

/** The folder beside an image that keeps its attempts. */
export const evidenceRoot = (imageName: string): string => `${imageName}.tests`;
