import { z } from "zod";
import { phases, sha512Schema } from "../../../images/tree/record.ts";

/** The contract between resources.ts, which registers, and provider/ for what stands in an OpenStack cloud. A cloud is named as in clouds.yaml. */

export const openstackTypes = {
  image: "debian:openstack:Image",
  imageAccess: "debian:openstack:ImageAccess",
} as const;

/** Who may see an image in Glance. */
const visibilities = ["private", "shared", "community", "public"] as const;
export const visibilitySchema = z.enum(visibilities);

export const placeSchema = {
  cloud: z.string().min(1),
  project: z
    .string()
    .nullable()
    .describe("The project, by name or id, that the credentials must be of; null: the one that they are of."),
};

const propertiesSchema = z.record(z.string(), z.string());

/** Findings at the cloud to repair. Removing the list is not a change. */
const repairSchema = z.array(z.string()).optional();

/** One image's bytes in Glance, private. Made once: found by its name and digest property before it is uploaded. */
export const glanceImageInputs = z.object({
  ...placeSchema,
  image: z.string().describe("The image's name, which is its name in Glance too."),
  digest: z.string().describe("sha512 of the uncompressed tar: the image's identity."),
  required: z
    .boolean()
    .describe("Whether a failure stops the run. If not, it is reported, and the next run tries again."),
  outcome: z.string().describe("The outcome of ImageFiles; nothing is uploaded unless it is `passed`."),
  properties: propertiesSchema,
  tags: z.array(z.string()),
  minDisk: z.number().int().positive().describe("GiB."),
  repair: repairSchema,
});

export const glanceImageOutputs = glanceImageInputs.extend({
  glanceId: z.string().nullable().describe("Glance's id; null where nothing was uploaded."),
  sha512: sha512Schema
    .nullable()
    .describe("The sha512 of the file in Glance, as Glance has it too; null where nothing was uploaded."),
  standing: z.string().describe("`passed`, or `broken: …`: tried again by the next run."),
});

/** Who sees the image. Showing and hiding are updates in place; deleting this hides a visible image. */
export const imageAccessInputs = z.object({
  ...placeSchema,
  image: z.string(),
  required: z.boolean(),
  glanceId: z
    .string()
    .nullable()
    .describe("The Image's glanceId; null where there is none, or where it may not be shown in this run."),
  phase: z.enum(phases).describe("The image's phase in the plan, which decides whether it may be public."),
  visibility: visibilitySchema,
  hidden: z.boolean().describe("Whether lists leave it out (`os_hidden`). It can be started by its id."),
  replacement: z.string().nullable().describe("The version that took its place; null: none."),
  repair: repairSchema,
});

export const imageAccessOutputs = imageAccessInputs.extend({ standing: z.string() });

export type Visibility = z.output<typeof visibilitySchema>;
export type GlanceImageInputs = z.output<typeof glanceImageInputs>;
export type GlanceImageOutputs = z.output<typeof glanceImageOutputs>;
export type ImageAccessInputs = z.output<typeof imageAccessInputs>;
export type ImageAccessOutputs = z.output<typeof imageAccessOutputs>;
