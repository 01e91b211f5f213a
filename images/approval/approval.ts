import { createHash } from "node:crypto";
import { z } from "zod";
import { UserError } from "../model/errors.ts";
import { daySchema } from "../model/day-schema.ts";
import { sha256Schema } from "../tree/record.ts";
import { parseJson } from "../model/schema-problems.ts";

export const approvalApi = "cloud.debian.org/approval/v2";

/** The content of an approval file: what a preview showed, and a person approves by `npm run up -- --plan FILE`. */
const contents = {
  apiVersion: z.literal(approvalApi),
  kind: z.literal("Approval"),
  stack: z.string().min(1),
  /** The day that the plan was made for; a run that is continued keeps it. */
  day: daySchema,
  /** The stack's settings as they act, by dotted key, as JSON: `cloud-images:retention.hideAfter`. */
  settings: z.record(z.string(), z.string()),
  /** The plan's decisions by subject; see `planLines`. */
  plan: z.record(z.string(), z.string()),
  /** By image: a digest of the build or daily that it would be made from. */
  sources: z.record(z.string(), sha256Schema),
  /**
   * By publication: digests of the results of building its images again, and of what is live in marketplaces. A later one stops no
   * release.
   */
  remarks: z
    .record(z.string(), z.strictObject({ rebuilds: sha256Schema.optional(), listings: sha256Schema.optional() }))
    .optional(),
  /** A digest of the engine's state. */
  state: sha256Schema,
  /** By folder: the program's code and the policy rules. */
  program: z.record(z.string(), sha256Schema),
  /** The phases that the plan leads to: `image@target phase`. */
  table: z.array(z.string()),
  /** The deletions: `image@target`. */
  deletions: z.array(z.string()),
  /** Whether the engine's state was compared with the world first, which the run has to repeat. */
  refresh: z.boolean(),
  /** The preview's arguments for the engine, which may select a part of the stack. */
  arguments: z.array(z.string()),
  /** By URN: the engine's steps. Resources that stay the same are left out. */
  steps: z.record(z.string(), z.array(z.string())),
  /** The unfinished approval that this one replaces. */
  replaces: sha256Schema.nullable(),
  /** The engine's own update plan, as it wrote it. */
  engine: z.string(),
};

/** `seal`: sha256 over all the rest; the approval's identity. */
const approvalSchema = z.strictObject({ ...contents, seal: sha256Schema });
const contentsSchema = z.strictObject(contents);

export type Approval = z.output<typeof approvalSchema>;
export type ApprovalContents = z.output<typeof contentsSchema>;

/** The present values that an approval is compared with. */
export type Approvable = Pick<
  Approval,
  "stack" | "day" | "settings" | "plan" | "sources" | "state" | "program" | "table" | "deletions"
>;

export const sealed = (given: ApprovalContents): Approval => ({ ...given, seal: sealOf(given) });

const sealOf = (given: ApprovalContents): string => sha256(JSON.stringify(z.encode(contentsSchema, given)));

/** sha256 of a text, in hexadecimal digits. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const approvalText = (approval: Approval): string =>
  `${JSON.stringify(z.encode(approvalSchema, approval), null, 2)}\n`;

/** Reads an approval file. Throws a UserError when it is broken, something else, or not as the preview wrote it. */
export function parseApproval(text: string, where: string): Approval {
  const remedy = "preview again, and take the file that it writes: npm run preview -- --stack NAME";
  const { seal, ...rest } = parseJson(approvalSchema, text, { where, remedy });
  const approval = sealed(rest);
  if (seal === approval.seal) return approval;
  throw new UserError({
    where,
    value: "changed since the preview wrote it",
    expected: "an approval as the preview wrote it",
    remedy,
  });
}
