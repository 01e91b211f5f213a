import { z } from "zod";

const projectWords = "a project's id, of 6 to 30 lower-case letters, digits and hyphens";

/** `cloud-images:gcp` of an accounts stack. */
export const gcpProjectSchema = z.strictObject({
  project: z
    .string(projectWords)
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, projectWords)
    .refine((id) => id !== "debian-cloud", "a project of the team's: debian-cloud is Google's own")
    .describe("The channel's project."),
  bucket: z
    .string("a bucket's name")
    .regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, "a bucket's name")
    .describe("The private bucket that images pass through. Its name is unique among all buckets at Google Cloud."),
  location: z
    .string("a region or multi-region, as eu")
    .regex(/^[a-z]+(-[a-z0-9]+)?$/, "a region or multi-region, as eu")
    .default("eu")
    .describe("Where the bucket is."),
});

export type GcpProject = z.output<typeof gcpProjectSchema>;
