import { z } from "zod";
import { approvalApi, sha256, type Approval } from "./approval.ts";
import { daySchema } from "../model/day-schema.ts";
import { sha256Schema } from "../tree/record.ts";
import { parseJson } from "../model/schema-problems.ts";

/** A file in staging: the approval that a stack's run is carrying out. Written before the first step, removed at the end. */
const begunSchema = z.strictObject({
  apiVersion: z.literal(approvalApi),
  kind: z.literal("ApprovalBegun"),
  stack: z.string(),
  day: daySchema,
  /** The approval's seal. */
  approval: sha256Schema,
  table: sha256Schema,
});

export type Begun = z.output<typeof begunSchema>;

export const begunOf = ({ stack, day, seal, table }: Approval): Begun => ({
  apiVersion: approvalApi,
  kind: "ApprovalBegun",
  stack,
  day,
  approval: seal,
  table: tableDigest(table),
});

export const tableDigest = (table: readonly string[]): string => sha256(table.join("\n"));

export const begunText = (begun: Begun): string => `${JSON.stringify(z.encode(begunSchema, begun), null, 2)}\n`;

/** Throws a UserError if the file is broken. */
export const parseBegun = (text: string, where: string): Begun =>
  parseJson(begunSchema, text, { where, remedy: "remove the file, preview again, and approve that" });
