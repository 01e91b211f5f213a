import { z } from "zod";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import type { ConfiguredTargets } from "../target.ts";
import { ownVendor } from "./model/names.ts";
import { gcpTarget } from "./model/target.ts";

/** Google's own project of Debian images. Only Google publishes there, whoever has rights. */
const googlesOwn = "debian-cloud";

const projectId = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const projectWords = "a project's id, of 6 to 30 lower-case letters, digits and hyphens";

const gcpProject = z.strictObject({
  project: z
    .string(projectWords)
    .regex(projectId, projectWords)
    .refine((id) => id !== googlesOwn, `a project of the team's: ${googlesOwn} is Google's own`)
    .describe("The project that holds the images. It names the target and its resources: gcp-<project>."),
  bucket: z
    .string("a bucket's name")
    .regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, "a bucket's name")
    .describe("A private bucket of the project. An image's bytes wait there until Compute Engine has read them."),
  location: z
    .string("a region or multi-region, as eu")
    .regex(/^[a-z]+(-[a-z0-9]+)?$/, "a region or multi-region, as eu")
    .default("eu")
    .describe("Where Google keeps the images: a multi-region (eu, us, asia) or a region. They start everywhere."),
  vendors: z
    .array(z.string("a vendor").refine(isVendor, "a vendor, as gce"))
    .min(1, "at least one vendor")
    .default([ownVendor])
    .describe("Whose images the project takes. Those of gce have no vendor in their names."),
  families: z
    .string("a name's beginning, as debian")
    .regex(/^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/, "a name's beginning, as debian")
    .default("debian")
    .describe(
      "Begins the names of families and images: debian-13-arm64-daily. Never change it: live families keep it.",
    ),
  serviceAccount: z
    .email("a service account's address")
    .nullable()
    .default(null)
    .describe("The service account that the credentials must be; null: any of the project's own."),
  required: z
    .boolean("true or false")
    .default(true)
    .describe("false: a failure there stops nothing else; it is reported, and the next run tries again."),
  retired: z
    .boolean("true or false")
    .default(false)
    .describe("true: it gets nothing new, and its images are hidden and deleted. Remove the entry once all are gone."),
});

/** `cloud-images:targets.gcp` */
export const gcpConfig = gcpProject
  .nullable()
  .default(null)
  .describe("The project of Google Cloud that images go to; null: none.")
  .transform((entry): ConfiguredTargets => {
    if (entry === null) return { targets: [], problems: [], owned: [] };
    const { project, bucket, location, vendors, families, serviceAccount, required, retired } = entry;
    const place = { project, bucket, location, prefix: families, serviceAccount };
    return {
      targets: [gcpTarget(place, { vendors, required, retired })],
      problems: [],
      owned: [
        {
          path: [],
          identities: [
            { key: "project", value: project, remedy: "name a project of this channel's own" },
            { key: "bucket", value: bucket, remedy: "name a bucket of this channel's project" },
          ],
        },
      ],
    };
  });
