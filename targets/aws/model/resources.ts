import { z } from "zod";
import { phases } from "../../../images/tree/record.ts";

/**
 * The contract between resources.ts, which registers, and provider/ for what stands in an AWS account: one resource for all
 * regions.
 */

export const awsTypes = {
  image: "debian:aws:Image",
  imageAccess: "debian:aws:ImageAccess",
  parameters: "debian:aws:Parameters",
} as const;

const loginSchema = {
  account: z.string().describe("The account that the credentials must be of: twelve digits."),
  profile: z.string().nullable().describe("The profile of the credentials; null: those of AWS's usual chain."),
  deletion: z.string().nullable().describe("The profile of the role that may delete; null: that of `profile`."),
  home: z.string().describe("The region to which bytes are sent; the others get copies."),
};

const regionSchema = z.object({
  required: z
    .boolean()
    .describe("Whether a failure stops the run. If not, it is reported, and the next run tries again."),
  down: z.string().exactOptional().describe("Why the region is left alone in this run."),
  repair: z.array(z.string()).exactOptional().describe("Findings to repair. Removing the list is not a change."),
});

/** By region: `passed`, or `broken: …`, which the next run tries again. */
const resultsSchema = z.record(z.string(), z.string());

const dataTypeSchema = z
  .enum(["text", "aws:ec2:image"])
  .nullable()
  .describe("Of new names; null: text. An existing one keeps its own, and another than this is refused.");

/** An image's two names in a region, which go together. */
const idsSchema = z.object({ image: z.string(), snapshot: z.string() });

/** One image's bytes in all regions, private. Made once: found by its name and its digest tag before anything is made. */
export const awsImageInputs = z.object({
  ...loginSchema,
  image: z.string(),
  digest: z.string().describe("sha512 of the uncompressed tar: the image's identity."),
  outcome: z.string().describe("The outcome of ImageFiles; nothing is uploaded unless it is `passed`."),
  name: z.string().describe("The image's name in AWS."),
  family: z.string(),
  version: z.string(),
  description: z.string(),
  architecture: z.enum(["x86_64", "arm64"]),
  bootMode: z.enum(["uefi-preferred", "uefi"]),
  imdsSupport: z
    .literal("v2.0")
    .default("v2.0")
    .describe("Instances give their credentials to nobody without a session token of the metadata service."),
  enaSupport: z.literal(true).default(true).describe("Without it no present type of instance starts the image."),
  size: z.number().int().positive().describe("GiB."),
  isProtected: z.boolean().describe("Whether AWS refuses its deregistration until that is switched off."),
  regions: z.record(z.string(), regionSchema),
});

export const awsImageOutputs = awsImageInputs.extend({
  ids: z.record(z.string(), idsSchema).describe("By region where it is whole."),
  results: resultsSchema,
});

/** Who sees the image, by region. Showing and hiding are updates in place; deleting this hides it. */
export const awsAccessInputs = z.object({
  ...loginSchema,
  image: z.string(),
  name: z.string(),
  outsider: z.string().nullable().describe("A profile of another account, which checks what is public."),
  names: z
    .array(z.string())
    .describe(
      "Parameters that lead to this version while it is public: /aws/service/debian/daily/13/20260717-2542/amd64.",
    ),
  dataType: dataTypeSchema,
  deprecateOn: z.iso
    .date()
    .describe(
      "The day from which lists leave it out, set before it is shown; earlier where AWS has had the image for longer than its record.",
    ),
  regions: z.record(
    z.string(),
    regionSchema.extend({
      phase: z.enum(phases).describe("The image's phase in the plan, which decides whether it may be public."),
      isPublic: z.boolean(),
      ids: idsSchema.nullable().describe("Null where there is none, or where it may not be shown in this run."),
    }),
  ),
});

export const awsAccessOutputs = awsAccessInputs.extend({ results: resultsSchema });

/** The moving names of one channel. */
export const awsParametersInputs = z.object({
  ...loginSchema,
  paths: z
    .array(z.string())
    .describe("What the names begin with, each followed by an arch: /aws/service/debian/daily/13/latest."),
  dataType: dataTypeSchema,
  regions: z.record(
    z.string(),
    regionSchema.extend({
      images: z.record(z.string(), z.string().nullable()).describe("By arch; null: the name stays as it is."),
    }),
  ),
});

export const awsParametersOutputs = awsParametersInputs.extend({ results: resultsSchema });

export type AwsIds = z.output<typeof idsSchema>;
export type AwsLogin = Pick<AwsImageInputs, keyof typeof loginSchema>;
export type AwsImageInputs = z.output<typeof awsImageInputs>;
export type AwsImageOutputs = z.output<typeof awsImageOutputs>;
export type AwsAccessInputs = z.output<typeof awsAccessInputs>;
export type AwsAccessOutputs = z.output<typeof awsAccessOutputs>;
export type AwsParametersInputs = z.output<typeof awsParametersInputs>;
export type AwsParametersOutputs = z.output<typeof awsParametersOutputs>;
