import { z } from "zod";
import { placeSchema, visibilitySchema } from "../../../targets/openstack/model/resources.ts";
import { accelerators } from "../../../images/boot-tests/accelerator.ts";
import { sha512Schema } from "../../../images/tree/record.ts";
import { amphoraParts } from "./description.ts";

/** The contract between resources.ts, which registers, and provider/ for the images that Octavia boots. */

export const amphoraTypes = {
  image: "debian:openstack:AmphoraImage",
  tag: "debian:openstack:AmphoraTag",
  boot: "debian:test:AmphoraBoot",
} as const;

/** Findings at the cloud to repair. Removing the list is not a change. */
const repair = z.array(z.string()).optional();

/** A build: `NAME.qcow2`. */
const fileSchema = {
  image: z.string().describe("Its name, which is its name in Glance too."),
  digest: sha512Schema.describe("sha512 of the qcow2."),
};

/** One image's bytes in Glance, without a tag. Made once, adopted where it is there; its deletion is refused while it is used. */
export const amphoraImageInputs = z.object({
  ...placeSchema,
  ...fileSchema,
  file: z.string().nullable().describe("Where the bytes lie; null once only Glance has them."),
  size: z.number().int().nonnegative(),
  visibility: visibilitySchema,
  properties: z.record(z.string(), z.string()),
  minDisk: z.number().int().nonnegative().describe("GiB."),
  tag: z.string().min(1).describe("Octavia's: of several uploads of the image, the one that has it is kept."),
  repair,
});
export const amphoraImageOutputs = amphoraImageInputs.extend({
  glanceId: z.string(),
  standing: z.string().describe("`passed`, or `damaged: …`: put right by the next run."),
});

/** Which image has Octavia's tag in a cloud: one resource for each cloud and tag, and a rotation is its update. */
export const amphoraTagInputs = z.object({
  ...placeSchema,
  tag: z.string().min(1),
  ...fileSchema,
  glanceId: z.string(),
  verdict: z.string().describe("`passed`, or `untested: reason`; with anything else nothing is tagged."),
  replaces: z.array(z.string()).describe("Ids of foreign images that may lose their tag."),
  now: z.iso.datetime().describe("ISO 8601, UTC. Its going on is no change."),
  repair,
});
export const amphoraTagOutputs = amphoraTagInputs;

/** Whether a build boots and has in it what Octavia needs. */
export const amphoraBootInputs = z.object({
  ...fileSchema,
  file: z.string(),
  versions: z.record(z.enum(amphoraParts), z.string()).describe("As the build's description has them."),
  seconds: z.number().int().positive().describe("The time from power on to the end of its report."),
  accelerator: z
    .enum(accelerators)
    .exactOptional()
    .describe("Left out: KVM if a probe guest runs with it. A change of this alone does not change the resource."),
});
export const amphoraBootOutputs = amphoraBootInputs.extend({
  outcome: z.string().describe("`passed`, or `failed: …` or `broken: …`: tried again by the next run."),
});

export type AmphoraImageInputs = z.output<typeof amphoraImageInputs>;
export type AmphoraImageOutputs = z.output<typeof amphoraImageOutputs>;
export type AmphoraTagInputs = z.output<typeof amphoraTagInputs>;
export type AmphoraTagOutputs = z.output<typeof amphoraTagOutputs>;
export type AmphoraBootInputs = z.output<typeof amphoraBootInputs>;
export type AmphoraBootOutputs = z.output<typeof amphoraBootOutputs>;
