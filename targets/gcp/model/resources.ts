import { z } from "zod";
import { phases } from "../../../images/tree/record.ts";

/** The contract between resources.ts, which registers, and provider/ for what stands in a project of Google Cloud. */

export const gcpTypes = {
  image: "debian:gcp:Image",
  imageAccess: "debian:gcp:ImageAccess",
  families: "debian:gcp:Families",
} as const;

const placeSchema = {
  project: z.string().min(1).describe("The project's id."),
  serviceAccount: z
    .string()
    .nullable()
    .describe("The service account that the credentials must be; null: any of the project's own."),
};

/** Findings to repair. Removing the list is not a change. */
const repairSchema = z.array(z.string()).optional();

/** One image's bytes in Compute Engine, private and in no family. Made once: found by its name and the label of its digest. */
export const gcpImageInputs = z.object({
  ...placeSchema,
  bucket: z.string().min(1).describe("Where its bytes wait until Compute Engine has read them."),
  location: z.string().min(1).describe("The region or multi-region that keeps the image."),
  image: z.string().describe("The image's name, as in the tree."),
  name: z.string().describe("Its name in Compute Engine."),
  digest: z.string().describe("sha512 of the uncompressed tar: the image's identity."),
  required: z
    .boolean()
    .describe("Whether a failure stops the run. If not, it is reported, and the next run tries again."),
  outcome: z.string().describe("The outcome of ImageFiles; nothing is uploaded unless it is `passed`."),
  description: z.string(),
  architecture: z.string(),
  guestOsFeatures: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  repair: repairSchema,
});

export const gcpImageOutputs = gcpImageInputs.extend({
  ref: z.string().nullable().describe("The image as others name it; null where nothing was made."),
  result: z.string().describe("`passed`, or `broken: …`: tried again by the next run."),
});

/** Who may use the image. Showing and hiding are updates in place; deleting this hides it. */
export const gcpAccessInputs = z.object({
  ...placeSchema,
  image: z.string(),
  name: z.string(),
  digest: z.string(),
  required: z.boolean(),
  ref: z.string().nullable().describe("The Image's ref; null where there is none, or where it may not be shown now."),
  phase: z.enum(phases).describe("The image's phase in the plan, which decides whether it may be public."),
  public: z.boolean().describe("Whether everybody with a Google account may use it."),
  family: z.string().nullable().describe("The family that it may be in; null: none. It is led there by Families."),
  obsolete: z.boolean().describe("Whether nobody can start it any more. May be for good."),
  replacement: z.string().nullable().describe("The version that took its place; null: none."),
  repair: repairSchema,
});

export const gcpAccessOutputs = gcpAccessInputs.extend({ result: z.string() });

/** The families of a channel: names that move once every target shows the new images. */
export const gcpFamiliesInputs = z.object({
  ...placeSchema,
  required: z.boolean(),
  down: z.string().exactOptional().describe("Why the project is left alone in this run."),
  families: z
    .record(
      z.string().min(1),
      z.object({
        image: z.string().nullable().describe("The image that it leads to; null: the family stays as it is."),
        repair: repairSchema,
      }),
    )
    .describe("By family."),
});

export const gcpFamiliesOutputs = gcpFamiliesInputs.extend({ result: z.string() });

export type GcpFamiliesInputs = z.output<typeof gcpFamiliesInputs>;
export type GcpFamiliesOutputs = z.output<typeof gcpFamiliesOutputs>;
export type GcpImageInputs = z.output<typeof gcpImageInputs>;
export type GcpImageOutputs = z.output<typeof gcpImageOutputs>;
export type GcpAccessInputs = z.output<typeof gcpAccessInputs>;
export type GcpAccessOutputs = z.output<typeof gcpAccessOutputs>;
