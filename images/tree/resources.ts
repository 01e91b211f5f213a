import { z } from "zod";
import { bootPlanSchema, channelSchema, decisionSchema, phases, suiteSchema } from "./record.ts";
import { textFormats } from "./files.ts";
import { isMember } from "../model/image.ts";
import { isVersion } from "../model/version.ts";

/** The contract between components/resources.ts, which registers, and provider/, which does: one schema per resource type. Days are `YYYY-MM-DD`. */

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

const member = z.string().refine(isMember, "expected vendor/arch");
const version = z.string().refine(isVersion, "expected a version YYYYMMDD-N");
const day = z.iso.date();
const channelIdentity = { suite: suiteSchema, channel: channelSchema };

/** Paths of this machine stay in the provider's configuration, so that another machine with the tree can go on. */
export const providerConfigSchema = z.object({
  /** Both or none: a stack that publishes nothing has no tree. */
  tree: z.string().min(1).optional(),
  staging: z.string().min(1).optional(),
  /** Where results of test VMs are kept. */
  results: z.string().min(1).optional(),
  /** How many images are made at once; the provider's bound, whatever the engine's parallelism. */
  jobs: z.coerce.number().int().positive().optional(),
  /** Days after its showing until a daily is removed from the tree, for the directories' pages. */
  dailiesGoAfter: z.coerce.number().int().positive().optional(),
  /** A secret: what may make and manage runners at GitLab. */
  gitlabToken: z.string().min(1).optional(),
});

const daysSchema = z.partialRecord(
  z.enum(["made", "held", "shown", "superseded", "hidden", "failed", "withdrawn", "lost", "gone"]),
  day,
);

const standingSchema = z.object({
  phase: z.enum(phases),
  reason: z.string(),
  listed: z.boolean(),
  replacement: version.optional(),
  days: daysSchema,
});

const expectSchema = z.object({ required: z.array(member), bestEffort: z.array(member) });

/** What became of an image at a cloud's target. */
const targetResultSchema = z.object({
  /** The target's own names for it: a Glance id, an AMI and its snapshot. Empty where the target has nothing of it. */
  refs: z.array(z.string()),
  /** `passed`, or `broken: reason`, which the next run tries again. */
  state: z.string(),
});

/** What a set's record says of a cloud's target. */
const cloudTargetSchema = z.object({
  images: z.array(standingSchema.extend({ members: z.array(member) })),
  results: z.partialRecord(member, targetResultSchema),
});

export const imageFilesInputs = z.object({
  image: z.string(),
  digest: z.string(),
  /** `staging` until it is shown, `tree` from then on, `quarantine` once withdrawn or lost. */
  place: z.enum(["staging", "tree", "quarantine"]),
  /** While it is not shown: where it stands, for its staged record. */
  standing: standingSchema.optional(),
  /** The same at each cloud's target. */
  cloudTargets: z.record(z.string(), standingSchema).optional(),
  /** Only where the image is made in this run; ignored afterwards. */
  making: z
    .object({
      source: z.string(),
      /** sha256 of the build's judged texts; if they changed before the image is made, it is refused. */
      brought: z.partialRecord(z.enum(textFormats), z.string()).optional(),
      packages: z.string(),
      /** The day of its making, where no standing says it. */
      day: day.optional(),
      required: z.boolean(),
      expect: expectSchema,
      notInStable: z.array(z.string()).nullable(),
      /** Of a release: why it is published. */
      decision: decisionSchema.optional(),
      /** The GitLab that the job's log is fetched from, as https://salsa.debian.org. */
      gitlab: z.string().optional(),
      /** Left out where no boot is asked for. */
      boot: bootPlanSchema.optional(),
      /** Of a release: the set directory of the daily that it promotes is the source. */
      promotes: z.boolean(),
    })
    .optional(),
  /** Findings to repair. Removing the list is not a change. */
  repair: z.array(z.string()).optional(),
});

export const imageFilesOutputs = imageFilesInputs.extend({
  /** `passed`, `failed` (for good: its set's gate takes it), `broken: …` (tried again by the next run). */
  outcome: z.string(),
  /** Changes whenever the image's record or files do. */
  record: z.string(),
});

export const gateInputs = z.object({
  set: z.string(),
  required: z.array(member),
  /** By member: the outcome of ImageFiles, and of tests. */
  verdicts: z.partialRecord(member, z.string()),
  /** For a set that requires no image and was not shown yet: its images' results, one of which must pass. Ignored afterwards. */
  anyOf: z.partialRecord(member, z.string()).optional(),
});

export const versionInputs = z.object({
  ...channelIdentity,
  version,
  /** The images that are or were shown, by where they stand: together as a rule, so the state tells it once. */
  images: z.array(standingSchema.extend({ members: z.array(member) })),
  cloudTargets: z.record(z.string(), cloudTargetSchema).optional(),
  /** Over the `record` outputs of its images. */
  contents: z.string(),
});

export const versionOutputs = versionInputs.extend({ digest: z.string() });

export const latestInputs = z.object({
  ...channelIdentity,
  families: z.partialRecord(member, version),
  /** Public images that become private: lists stop naming them after the pointers do, and before they are removed. Done once. */
  unlist: z.array(z.object({ image: z.string(), target: z.string() })).optional(),
});

export const latestOutputs = latestInputs.extend({
  link: z.string(),
  /** Families whose image was not in the tree yet, and so kept the link that they had; the next run looks again. */
  behind: z.array(member),
});

export const indexInputs = z.object({
  ...channelIdentity,
  /** Today; by itself no change. */
  day,
  /** Over the digests of every set record, staged record and the plan's table. */
  contents: z.string(),
  /** Of a release: why a person holds it. */
  hold: z.string().optional(),
  /** To be appended before anything is deleted; what was appended once is no change. */
  tombstones: z.array(
    z.object({
      image: z.string(),
      target: z.string(),
      day,
      reason: z.string(),
      phase: z.enum(phases).optional(),
      digest: z.string(),
    }),
  ),
});

export const indexOutputs = indexInputs.extend({ digest: z.string() });

export type ProviderConfig = z.output<typeof providerConfigSchema>;
export type Standing = z.output<typeof standingSchema>;
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
export type IndexOutputs = z.output<typeof indexOutputs>;
