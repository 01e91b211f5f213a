import { z } from "zod";
import { daySchema } from "../model/day-schema.ts";
import { recordsApi, sha256Schema, writeRecord } from "../tree/record.ts";
import { firmwares } from "./firmware.ts";

/** `NAME.tests/<attempt>/verdict.json`: the results of one attempt's boots. */

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
  apiVersion: z.literal(recordsApi),
  kind: z.literal("BootTest"),
  image: z.string(),
  /** Counted from 1. Attempts that the infrastructure broke count too. */
  attempt: z.number().int().positive(),
  day: daySchema,
  where: z.string(),
  definition: sha256Schema,
  outcome: z.enum(["passed", "failed", "broken"]),
  /** The time of all boots together. */
  seconds: z.number().nonnegative(),
  findings: z.array(z.string()),
  boots: z.array(bootSchema),
});

export type VerdictFile = z.output<typeof verdictSchema>;

export const verdictText = (verdict: VerdictFile): string => writeRecord(verdictSchema, verdict);

/** The folder beside an image that keeps its attempts. */
export const evidenceRoot = (imageName: string): string => `${imageName}.tests`;
