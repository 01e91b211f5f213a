import { z } from "zod";
import { phases } from "../../../images/tree/record.ts";

/** The contract between resources.ts, which registers, and provider/. */

export const azureTypes = {
  image: "debian:azure:Image",
  sharedVersion: "debian:azure:SharedVersion",
  latest: "debian:azure:Latest",
} as const;

const region = z.string().min(1);

const placeSchema = {
  tenant: z.string(),
  subscription: z.string(),
  resourceGroup: z.string(),
  home: region.describe("The region of the galleries and of the storage account."),
};

const versionSchema = {
  image: z.string().describe("The image's name, which both versions bear as a tag."),
  digest: z.string().describe("sha512 of the uncompressed tar: the image's identity."),
  definition: z.string().describe("The image definition, in both galleries."),
  version: z.string().describe("0.YYYYMMDD.N"),
};

const repairSchema = z.array(z.string()).optional().describe("Findings to repair. Removing the list is not a change.");
const communityGallery = z.string().describe("The gallery that everybody sees.");

/** One image's disk as a page blob, and its version in the private gallery. */
export const azureImageInputs = z.object({
  ...placeSchema,
  ...versionSchema,
  storageAccount: z.string(),
  container: z.string(),
  gallery: z.string().describe("The private gallery."),
  targets: z.array(z.string()).describe("The targets that share it; each needs a tombstone before it is deleted."),
  required: z.boolean().describe("Whether a failure stops the run."),
  outcome: z.string().describe("The outcome of ImageFiles; nothing is uploaded unless it is `passed`."),
  repair: repairSchema,
});

export const azureImageOutputs = azureImageInputs.extend({
  versionId: z.string().nullable().describe("The private version's whole name; null until it is there."),
  state: z.string().describe("`passed`, or `broken: …`: tried again, or waited for, by the next run."),
});

/** The version in the community gallery, in the regions where it is shown; none where it is shown nowhere. */
export const sharedVersionInputs = z.object({
  ...placeSchema,
  ...versionSchema,
  gallery: z.string().describe("The private gallery, which has the version that this one is made from."),
  communityGallery,
  required: z.array(region).describe("Regions where a failure stops the run."),
  first: z
    .array(region)
    .optional()
    .describe(
      "Regions that get it before `latest` leads to it; the others do after that. By default the required ones.",
    ),
  phases: z.record(region, z.enum(phases)).describe("By region: the image's phase in the plan."),
  shown: z.record(region, z.boolean()).describe("By region: whether everybody may start it there, in this run."),
  guardedUntil: z
    .string()
    .nullable()
    .describe("Azure refuses its deletion until this time, unless the guard is taken away first; null: no guard."),
  replicas: z
    .number()
    .int()
    .positive()
    .describe("In each region; Azure advises one for 50 machines that start at once."),
  repair: repairSchema,
});

export const sharedVersionOutputs = sharedVersionInputs.extend({
  publicId: z.string().nullable().describe("What starts a machine: the version's name for everybody; null: none."),
  regions: z.record(region, z.string()).describe("By region: `passed`, `broken: …`, or `later: …`."),
});

/** The version that `latest` leads to. It moves once every region shows the images. */
export const azureLatestInputs = z.object({
  ...placeSchema,
  communityGallery,
  required: z.boolean().describe("Whether a failure stops the run."),
  down: z.string().exactOptional().describe("Why Azure is left alone in this run."),
  definitions: z
    .record(
      z.string(),
      z.object({
        versions: z
          .record(region, z.string().nullable())
          .describe("By region: the version that `latest` leads to; null: it stays as it is."),
        repair: repairSchema,
      }),
    )
    .describe("By image definition."),
});

export const azureLatestOutputs = azureLatestInputs.extend({
  result: z.string().describe("`passed`, or `broken: …`."),
});

export type AzureLatestInputs = z.output<typeof azureLatestInputs>;
export type AzureLatestOutputs = z.output<typeof azureLatestOutputs>;
export type AzureImageInputs = z.output<typeof azureImageInputs>;
export type AzureImageOutputs = z.output<typeof azureImageOutputs>;
export type SharedVersionInputs = z.output<typeof sharedVersionInputs>;
export type SharedVersionOutputs = z.output<typeof sharedVersionOutputs>;
