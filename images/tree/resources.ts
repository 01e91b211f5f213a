import { z } from "zod";
import {
  bootPlanSchema,
  channelSchema,
  decisionSchema,
  expectSchema,
  memberSchema as member,
  phases,
  suiteSchema,
  versionSchema as version,
} from "./record.ts";
import { textFormats } from "./files.ts";
import { diskFormats, vendorRow } from "../model/definitions/vendors.ts";
import { isMember } from "../model/image.ts";

/**
 * The contract between components/resources.ts, which registers, and provider/, which does: one schema per resource type. Days
 * are `YYYY-MM-DD`.
 */

export const resourceTypes = {
  imageFiles: "debian:mirror:ImageFiles",
  version: "debian:mirror:Version",
  latest: "debian:mirror:Latest",
  index: "debian:mirror:Index",
  gate: "debian:test:Gate",
} as const;

/** Components: groups of resources, with nothing behind them. */
export const componentTypes = {
  publishedImage: "debian:cloud:PublishedImage",
  publication: "debian:cloud:Publication",
  pointer: "debian:cloud:Pointer",
} as const;

/** A key vendor/arch. Its type is any text, because a stack may have vendors of its own. */
const memberKey = z.string().refine((text): boolean => isMember(text), "expected vendor/arch");
const day = z.iso.date();
const channelIdentity = { suite: suiteSchema, channel: channelSchema };

const daysSchema = z.partialRecord(
  z.enum(["made", "held", "shown", "superseded", "hidden", "failed", "withdrawn", "lost", "gone"]),
  day,
);

const targetStateSchema = z.object({
  phase: z.enum(phases),
  reason: z.string(),
  listed: z.boolean(),
  replacement: version.optional(),
  days: daysSchema,
});

/** The result of the operations on an image at a cloud's target. */
const targetResultSchema = z.object({
  refs: z
    .array(z.string())
    .describe("The target's own names for it, as an AMI and its snapshot. Empty where it has nothing of it."),
  state: z
    .string()
    .describe("`passed`; `broken: reason`, which the next run tries again; or `later: reason`, which it continues."),
});

/** The images of a set at a cloud's target, for the set's record. */
export const cloudTargetSchema = z.object({
  images: z.array(targetStateSchema.extend({ members: z.array(member) })),
  results: z.record(memberKey, targetResultSchema).describe("By vendor/arch: the image's result there."),
});

export const imageFilesInputs = z.object({
  image: z.string(),
  digest: z.string(),
  place: z
    .enum(["staging", "tree", "quarantine"])
    .describe("`staging` until it is shown, `tree` from then on, `quarantine` once withdrawn or lost."),
  standing: targetStateSchema
    .optional()
    .describe("Its state in the tree while it is not shown, for its staged record."),
  cloudTargets: z.record(z.string(), targetStateSchema).optional().describe("The same at each cloud's target."),
  making: z
    .object({
      source: z.string(),
      brought: z
        .partialRecord(z.enum(textFormats), z.string())
        .optional()
        .describe("sha256 of the build's judged texts; if they changed before the image is made, it is refused."),
      packages: z.string(),
      day: day.optional().describe("The day of its making, where no state has it."),
      required: z.boolean(),
      expect: expectSchema,
      notInStable: z.array(z.string()).nullable(),
      ownVendor: vendorRow.optional().describe("The vendor's row, where it is not Debian's."),
      decision: decisionSchema.optional().describe("Of a release: why it is published."),
      gitlab: z
        .string()
        .optional()
        .describe("The GitLab that the job's log is fetched from, as https://salsa.debian.org."),
      boot: bootPlanSchema.optional().describe("Left out where no boot is asked for."),
      promotes: z.boolean().describe("Of a release: the set directory of the daily that it promotes is the source."),
    })
    .optional()
    .describe("Only where the image is made in this run; ignored afterwards."),
  repair: z.array(z.string()).optional().describe("Findings to repair. Removing the list is not a change."),
});

export const imageFilesOutputs = imageFilesInputs.extend({
  outcome: z.string().describe("`passed`; `failed`, for good; or `broken: …`, and the next run tries again."),
  record: z.string().describe("Changes whenever the image's record or files do."),
  files: z
    .partialRecord(z.enum(diskFormats), z.string())
    .optional()
    .describe("By format: the sha512 of each disk image, in the run that makes them. The record has them for good."),
});

export const gateInputs = z.object({
  set: z.string(),
  required: z.array(member),
  verdicts: z.record(memberKey, z.string()).describe("By vendor/arch: the outcome of ImageFiles, or of BootTest."),
  anyOf: z
    .record(memberKey, z.string())
    .optional()
    .describe("For a set that requires no image and was not shown yet: its images' results, one of which must pass."),
});

export const versionInputs = z.object({
  ...channelIdentity,
  version,
  images: z
    .array(targetStateSchema.extend({ members: z.array(member) }))
    .describe("The images that are or were shown, grouped by their state."),
  cloudTargets: z
    .string()
    .optional()
    .describe("The same at each cloud's target, as images/tree/cloud-targets.ts writes it."),
  contents: z.string().describe("A digest of the `record` outputs of its images."),
});

export const versionOutputs = versionInputs.extend({ digest: z.string() });

export const latestInputs = z.object({
  ...channelIdentity,
  families: z.record(memberKey, version),
  unlist: z
    .array(z.object({ image: z.string(), target: z.string() }))
    .optional()
    .describe(
      "Public images that become private: lists stop naming them after the pointers do, and before they are removed.",
    ),
});

export const latestOutputs = latestInputs.extend({
  link: z.string(),
  behind: z
    .array(member)
    .describe("Families whose image was not in the tree yet. They kept their link, and the next run looks again."),
});

export const indexInputs = z.object({
  ...channelIdentity,
  day: day.describe("Today; by itself no change."),
  contents: z.string().describe("A digest of every set record, every staged record and the plan's table."),
  rebuilds: z.string().optional().describe("A digest of the results of building images again."),
  listings: z.string().optional().describe("A digest of what is live in marketplaces of clouds."),
  hold: z.string().optional().describe("Why a person holds the release."),
  tombstones: z
    .array(
      z.object({
        image: z.string(),
        target: z.string(),
        day,
        reason: z.string(),
        phase: z.enum(phases).optional(),
        shown: day.nullable().optional(),
        digest: z.string(),
      }),
    )
    .describe("Appended before anything is deleted. One that was appended already is no change."),
});

export const indexOutputs = indexInputs.extend({ digest: z.string() });

export type TargetState = z.output<typeof targetStateSchema>;
export type TargetResult = z.output<typeof targetResultSchema>;
export type CloudTarget = z.output<typeof cloudTargetSchema>;
export type ImageFilesInputs = z.output<typeof imageFilesInputs>;
export type ImageFilesOutputs = z.output<typeof imageFilesOutputs>;
export type GateInputs = z.output<typeof gateInputs>;
export type VersionInputs = z.output<typeof versionInputs>;
export type VersionOutputs = z.output<typeof versionOutputs>;
export type LatestInputs = z.output<typeof latestInputs>;
export type LatestOutputs = z.output<typeof latestOutputs>;
export type IndexInputs = z.output<typeof indexInputs>;

/** Digests of later findings about a channel's images (rebuilds, marketplaces), which pages show. Absent: there are none. */
export type Remarks = Pick<IndexInputs, "rebuilds" | "listings">;
export type IndexOutputs = z.output<typeof indexOutputs>;
