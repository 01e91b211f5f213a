import { createHash } from "node:crypto";
import { z } from "zod";
import { UserError } from "../model/errors.ts";
import { daySchema } from "../model/day-schema.ts";
import { sha256Schema } from "../tree/record.ts";
import { parseJson } from "../model/schema-problems.ts";

export const approvalApi = "cloud.debian.org/approval/v2";

/** What a preview showed and a person approves by running it: `npm run up -- --plan FILE`. */
const contents = {
  apiVersion: z.literal(approvalApi),
  kind: z.literal("Approval"),
  stack: z.string().min(1),
  /** The day that the plan was made for; a run that is continued keeps it. */
  day: daySchema,
  /** The stack's settings as they act, by dotted key, as JSON: `cloud-images:retention.hideAfter`. */
  settings: z.record(z.string(), z.string()),
  /** What the plan says, by what it says it of; `planLines`. */
  plan: z.record(z.string(), z.string()),
  /** By image: a digest of what it would be made of. */
  sources: z.record(z.string(), sha256Schema),
  /** By publication: a digest of what came of building its images again. A later verdict stops no release. */
  rebuilds: z.record(z.string(), sha256Schema).optional(),
  /** The engine's state. */
  state: sha256Schema,
  /** By folder: the program's code and the policy rules. */
  program: z.record(z.string(), sha256Schema),
  /** What the plan makes of the world: `image@target phase`. */
  table: z.array(z.string()),
  /** What goes: `image@target`. */
  deletions: z.array(z.string()),
  /** Whether the engine's state was compared with the world first, which the run has to repeat. */
  refresh: z.boolean(),
  /** The engine's own arguments that the preview was given, which say what of the stack it is about. */
  arguments: z.array(z.string()),
  /** By URN: what the engine is to do. What stays the same is not named. */
  steps: z.record(z.string(), z.array(z.string())),
  /** The approval that was begun and not done when this one was previewed, and whose place it takes. */
  replaces: sha256Schema.nullable(),
  /** The engine's own update plan, as it wrote it. */
  engine: z.string(),
};

/** `seal`: sha256 over all the rest; the approval's identity. */
const approvalSchema = z.strictObject({ ...contents, seal: sha256Schema });
const contentsSchema = z.strictObject(contents);

export type Approval = z.output<typeof approvalSchema>;
export type ApprovalContents = z.output<typeof contentsSchema>;

/** What an approval is compared with: the same things as they are now. */
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
