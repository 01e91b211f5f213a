import { z } from "zod";
import { phases, sha512Schema } from "../../../images/tree/record.ts";

/** The contract between resources.ts, which registers, and provider/ for what stands in an OpenStack cloud. A cloud is named as in clouds.yaml. */

export const openstackTypes = {
  image: "debian:openstack:Image",
  imageAccess: "debian:openstack:ImageAccess",
} as const;

/** Who may see an image in Glance. */
export const visibilities = ["private", "shared", "community", "public"] as const;
export const visibilitySchema = z.enum(visibilities);

export const placeSchema = {
  cloud: z.string().min(1),
  /** The project, by name or id, that the credentials must be of; null: the one that they are of. */
  project: z.string().nullable(),
};

const propertiesSchema = z.record(z.string(), z.string());

/** Findings at the cloud to repair. Removing the list is not a change. */
const repairSchema = z.array(z.string()).optional();

/** One image's bytes in Glance, private. Made once: found by its name and digest property before it is uploaded. */
export const glanceImageInputs = z.object({
  ...placeSchema,
  /** The image's name, which is its name in Glance too. */
  image: z.string(),
  /** sha512 of the uncompressed tar: the image's identity. */
  digest: z.string(),
  /** A failure is reported, the next run tries again, and nothing stops. */
  required: z.boolean(),
  /** The outcome of ImageFiles; nothing is uploaded unless it is `passed`. */
  outcome: z.string(),
  properties: propertiesSchema,
  tags: z.array(z.string()),
  /** GiB. */
  minDisk: z.number().int().positive(),
  repair: repairSchema,
});

export const glanceImageOutputs = glanceImageInputs.extend({
  /** Glance's id, which an engine's own id would hide under the name `id`; null where nothing was uploaded. */
  glanceId: z.string().nullable(),
  /** Of the file in Glance, as Glance says it too; null where nothing was uploaded. */
  sha512: sha512Schema.nullable(),
  /** `passed`, or `broken: …`: tried again by the next run. */
  standing: z.string(),
});

/** Who sees the image. Showing and hiding are updates in place; deleting this hides a visible image. */
export const imageAccessInputs = z.object({
  ...placeSchema,
  image: z.string(),
  required: z.boolean(),
  /** Of the Image; null where there is none, or where it may not be shown in this run. */
  glanceId: z.string().nullable(),
  /** The image's phase in the plan, which decides whether it may be public. */
  phase: z.enum(phases),
  visibility: visibilitySchema,
  /** Not listed to others any more (`os_hidden`), and can be launched by its id. */
  hidden: z.boolean(),
  /** The version that took its place, as a property; null takes it away. */
  replacement: z.string().nullable(),
  repair: repairSchema,
});

export const imageAccessOutputs = imageAccessInputs.extend({ standing: z.string() });

export type Visibility = z.output<typeof visibilitySchema>;
export type GlanceImageInputs = z.output<typeof glanceImageInputs>;
export type GlanceImageOutputs = z.output<typeof glanceImageOutputs>;
export type ImageAccessInputs = z.output<typeof imageAccessInputs>;
export type ImageAccessOutputs = z.output<typeof imageAccessOutputs>;
