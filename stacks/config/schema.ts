import { z } from "zod";
import { isArch } from "../../images/definitions/arches.ts";
import { isVendor } from "../../images/definitions/vendors.ts";
import { parseDay } from "../../images/day.ts";
import { channelSchema, suiteSchema } from "../../images/record.ts";
import { isSelectionKey } from "../../images/selection.ts";
import { isVersion, parseVersion } from "../../images/version.ts";
import { age, imageCount } from "./units.ts";

/** The keys of `Pulumi.<stack>.yaml`, their units and their defaults. A message says what was expected. */

const path = z.string("a path").min(1, "a path");
const text = z.string("text").min(1, "text, not nothing");

const isPattern = (pattern: string): boolean => {
  const [vendor = "", arch = "", ...rest] = pattern.split("/");
  return rest.length === 0 && (vendor === "*" || isVendor(vendor)) && (arch === "*" || isArch(arch));
};
const pattern = z
  .string("vendor/arch")
  .refine(isPattern, 'vendor/arch, with * for any, as "generic/amd64" or "*/arm64"');

/** Names a whole set or one image of it: `20260717-2542`, `20260717-2542/genericcloud/arm64`. */
const selection = z
  .string("a version")
  .refine(isSelectionKey, "a version YYYYMMDD-N, or version/vendor/arch, as 20260717-2542/genericcloud/arm64");

const version = z
  .string("a version")
  .refine(isVersion, "a version YYYYMMDD-N")
  .transform((value) => parseVersion(value) ?? z.NEVER);

/** The engine reads an unquoted date of a YAML file as a time, and hands that on. */
const midnight = / 00:00:00 \+0000 UTC$/;
const day = z
  .string("a day")
  .transform((value) => value.replace(midnight, ""))
  .refine((value) => parseDay(value) !== undefined, "a day that exists, YYYY-MM-DD")
  .transform((value) => parseDay(value) ?? z.NEVER);

const mirror = z.strictObject({
  /** The served folder. Where it is not on this machine, a preview reads the published index by its URL. */
  root: path,
  /** Where readers find the root; null: nowhere yet, so that a missing root is an empty tree. */
  url: z
    .url({ protocol: /^https?$/, error: "a http or https URL" })
    .transform((url) => url.replace(/\/+$/, ""))
    .nullable()
    .default(null),
  /** Beside the root, on its file system; for nobody else's eyes. */
  staging: path,
});

const expect = z.strictObject({
  /** The gate waits for all of these. */
  required: z.array(pattern, "a list of vendor/arch").default(["*/amd64", "*/arm64"]),
  /** These come when they come; what is required is not best effort. */
  bestEffort: z.array(pattern, "a list of vendor/arch").default(["*/*"]),
});

const retention = z.strictObject({
  /** Days after the showing of a daily. */
  hideAfter: age.prefault("14 days"),
  deleteAfter: z.strictObject({ clouds: age.prefault("30 days"), mirror: age.prefault("120 days") }).prefault({}),
  failed: age.prefault("7 days"),
  held: age.prefault("7 days"),
  /** Days in quarantine. */
  withdrawn: age.prefault("30 days"),
  /** Days that a lost image is reported before it leaves. */
  lost: age.prefault("7 days"),
  /** Days between the hiding of a release and its removal, which needs `allowDelete` as well. */
  grace: age.prefault("30 days"),
  /** On one day; a larger number acknowledges a larger removal. */
  maxDeletions: imageCount.default("2 sets"),
});

const nothing = (what: string) => z.strictObject({}, `nothing: ${what}`).prefault({});

export const publicationSchema = z.strictObject({
  role: z.literal("publication"),
  /** Null: every suite that the artifacts or the tree have (the stack `dev`). */
  suite: suiteSchema.nullable().default(null),
  channel: channelSchema.nullable().default(null),
  /** Searched for builds; a release takes its bytes from the tree's daily directory. */
  artifacts: path.nullable().default(null),
  mirror,
  expect: expect.prefault({}),
  retention: retention.prefault({}),
  /** `changed`: a daily with the same packages as the current one is held. */
  dailyPublish: z.enum(["changed", "always"]).default("changed"),
  /** `build`: the verdicts of the artifact checks and of the build's own tests. */
  tests: z.strictObject({ gate: z.literal("build").default("build") }).prefault({}),
  targets: nothing("this version publishes to no target but the tree"),
  /** Of a release: which daily, or null to hold, and why. */
  publish: z
    .strictObject({ version: version.nullable().default(null), reason: text.nullable().default(null) })
    .prefault({}),
  /** What is withdrawn, with the reason. For good: taking a key away restores nothing. */
  withdraw: z.record(selection, text).default({}),
  /** What of a release may be removed once it is due. */
  allowDelete: z.array(selection, "a list of versions").default([]),
  /** Of a release: what passed only after a failure, accepted by a person. */
  acceptFlaky: z.array(selection, "a list of versions").default([]),
  security: nothing("this version does not read security data"),
  /** Replaces the clock. */
  now: day.nullable().default(null),
});

export type PublicationSettings = z.output<typeof publicationSchema>;

export const roles = ["publication", "amphora", "testing", "runners"] as const;
