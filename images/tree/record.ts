import { z } from "zod";
import { decisionRules } from "./decision-rules.ts";
import { arches, isArch } from "../model/definitions/arches.ts";
import { channels } from "../model/definitions/channels.ts";
import { isSuite, suites } from "../model/definitions/suites.ts";
import { isVendor, vendorRow } from "../model/definitions/vendors.ts";
import { daySchema } from "../model/day-schema.ts";
import { isMember, type Member } from "../model/image.ts";
import { isVersion } from "../model/version.ts";

/** An image's phase at a target. */
export const phases = [
  "made",
  "held",
  "current",
  "superseded",
  "hidden",
  "gone",
  "failed",
  "withdrawn",
  "lost",
] as const;
export type Phase = (typeof phases)[number];

export const recordsApi = "cloud.debian.org/records/v1";

export const versionSchema = z.string().refine(isVersion, "expected a version YYYYMMDD-N");
export const memberSchema = z.string().refine(isMember, "expected vendor/arch");
export const sha512Schema = z.string().regex(/^[0-9a-f]{128}$/, "expected 128 hexadecimal digits");
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");

export const suiteSchema = z.enum(Object.keys(suites).filter(isSuite));
export const channelSchema = z.enum(channels);
const vendorSchema = z.string().refine(isVendor, "expected a vendor, of lower-case letters and digits");
const archSchema = z.enum(Object.keys(arches).filter(isArch));

const daysSchema = z.object({
  made: daySchema,
  held: daySchema.optional(),
  shown: daySchema.optional(),
  superseded: daySchema.optional(),
  hidden: daySchema.optional(),
  failed: daySchema.optional(),
  withdrawn: daySchema.optional(),
  lost: daySchema.optional(),
  gone: daySchema.optional(),
});

const targetSchema = z.object({
  phase: z.enum(phases),
  reason: z.string(),
  listed: z.boolean(),
  /** The version that took this image's place. */
  replacement: versionSchema.optional(),
  days: daysSchema,
  /** The image's names at the target: files below the tree's root, or ids of the cloud's. */
  refs: z.array(z.string()),
});

const fileSchema = z.object({
  name: z.string(),
  size: z.number().int().nonnegative(),
  sha512: sha512Schema,
  /** Left out of records that were written before there was a SHA256SUMS. */
  sha256: sha256Schema.optional(),
  /** The sha256 of `NAME.incus.tar.xz` followed by this file, by which LXD and Incus know the image. Only a qcow2 has it. */
  incusSha256: sha256Schema.optional(),
});

/** How an image was booted. */
const bootSchema = z.object({
  /** `qemu`, or `nova:` and a cloud. */
  where: z.string(),
  /** sha256 of what was checked, and how. */
  definition: sha256Schema,
  /** The folder beside the image that keeps what was seen: `NAME.tests/1`. */
  evidence: z.string(),
  seconds: z.number().nonnegative(),
});

/** Fixed when the image is made: how it is to be booted before it is shown, or why it is not. */
export const bootPlanSchema = z.union([
  z.object({ where: z.string(), definition: sha256Schema }),
  z.object({ untested: z.string() }),
]);

const attemptSchema = z.object({
  day: daySchema,
  /** `broken`: the infrastructure failed, not the image. */
  outcome: z.enum(["passed", "failed", "broken"]),
  /** Every further attempt would fail: the bytes themselves are wrong. */
  final: z.boolean(),
  findings: z.array(z.string()),
  /** Set where it was a boot, not the making. */
  boot: bootSchema.optional(),
});

const buildSchema = z.object({
  job: z.string().nullable(),
  commit: z.string().nullable(),
  command: z.string().nullable(),
  /** FAI's version, and that of its configuration space. */
  fai: z.string().optional(),
  configSpace: z.string().optional(),
  /** How the rest was found, where the build's job did not say it. */
  found: z.string().optional(),
  /** Why the job's log is not kept beside the image; null where it is. */
  noLog: z.string().nullable().default("logs were not kept yet"),
});

const imageSchema = z.object({
  name: z.string(),
  vendor: vendorSchema,
  arch: archSchema,
  /** Where the vendor is not Debian's: its row in the stack's `vendors` when the image was made. */
  ownVendor: vendorRow.optional(),
  /** sha512 of the uncompressed tar: the image's identity. */
  digest: sha512Schema,
  /** sha256 of the manifest's package list: equal means that the same packages are installed. */
  packages: sha256Schema,
  files: z.array(fileSchema),
  attempts: z.array(attemptSchema),
  /** Left out of images whose set does not ask for boots. */
  boot: bootPlanSchema.optional(),
  build: buildSchema,
  /** Packages that the archive's stable, updates and security did not have when it was made, as `name version`; null where that was not known. */
  notInStable: z.array(z.string()).nullable().default(null),
  /** By target: `mirror`, or a cloud's name. */
  targets: z.record(z.string(), targetSchema),
});

export const expectSchema = z.object({ required: z.array(memberSchema), bestEffort: z.array(memberSchema) });

/** Why a release is published, kept for good. */
export const decisionSchema = z.object({
  rule: z.enum(decisionRules),
  reasons: z.array(z.string()),
  /** What the person wrote who forced it. */
  written: z.string().nullable(),
});

/** What each record of a channel begins with. */
export const channelIdentity = {
  apiVersion: z.literal(recordsApi),
  suite: suiteSchema,
  channel: channelSchema,
};

/** `<version>/set.json`: what the tree remembers of a set that was shown. */
export const setSchema = z.object({
  ...channelIdentity,
  kind: z.literal("ImageSet"),
  version: versionSchema,
  expect: expectSchema,
  decision: decisionSchema.optional(),
  images: z.array(imageSchema),
});

/** The record of one image that is made but not shown yet; kept in staging. */
export const stagedSchema = z.object({
  ...channelIdentity,
  kind: z.literal("StagedImage"),
  version: versionSchema,
  expect: expectSchema,
  decision: decisionSchema.optional(),
  image: imageSchema,
});

const tombstoneSchema = z.object({
  image: z.string(),
  target: z.string(),
  day: daySchema,
  reason: z.string(),
  /** Its phase before: a release of the same version must know whether its daily was withdrawn. */
  phase: z.enum(phases).optional(),
  /** The day it was shown; null where it never was. Old tombstones do not say it. */
  shown: daySchema.nullable().optional(),
  digest: sha512Schema,
});

/** `removed.json`: one tombstone for every image that was removed, kept for good. */
export const removedSchema = z.object({
  ...channelIdentity,
  kind: z.literal("Removed"),
  tombstones: z.array(tombstoneSchema),
});

/** `index.json`: the channel for readers and for previews far from the tree. */
export const indexSchema = z.object({
  ...channelIdentity,
  kind: z.literal("Index"),
  /** The day of the last change. */
  made: daySchema,
  /** Why nothing is released for now, as a person wrote it. */
  hold: z.string().optional(),
  sets: z.array(
    z.object({
      version: versionSchema,
      expect: expectSchema,
      decision: decisionSchema.optional(),
      images: z.array(imageSchema),
    }),
  ),
  removed: z.array(tombstoneSchema),
});

export type Days = z.output<typeof daysSchema>;
export type TargetRecord = z.output<typeof targetSchema>;
export type FileRecord = z.output<typeof fileSchema>;
export type Attempt = z.output<typeof attemptSchema>;
export type BootPlan = z.output<typeof bootPlanSchema>;
export type BuildFacts = z.output<typeof buildSchema>;
export type ImageRecord = z.output<typeof imageSchema>;
export type RecordedDecision = z.output<typeof decisionSchema>;
export type SetRecord = z.output<typeof setSchema>;
export type StagedRecord = z.output<typeof stagedSchema>;
export type Tombstone = z.output<typeof tombstoneSchema>;
export type RemovedRecord = z.output<typeof removedSchema>;
export type IndexRecord = z.output<typeof indexSchema>;
/** The images that a set waits for, fixed when its first image is made. */
export interface Expectation {
  required: readonly Member[];
  bestEffort: readonly Member[];
}

/** JSON as every record is written: two spaces, keys in the schema's order, a final newline. */
export function writeRecord<Schema extends z.ZodType>(schema: Schema, record: z.output<Schema>): string {
  return `${JSON.stringify(z.encode(schema, record), null, 2)}\n`;
}
