import { z } from "zod";
import { isArch } from "../../images/model/definitions/arches.ts";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import { weightyFixes } from "../../images/releases/decision/types.ts";
import { channelSchema, suiteSchema } from "../../images/tree/record.ts";
import { isSelectionKey } from "../../images/model/selection.ts";
import { isVersion, parseVersion } from "../../images/model/version.ts";
import { packageRulesSchema } from "./config-packages.ts";
import { targetsSchema } from "../../targets/openstack/config.ts";
import { testsSchema } from "./config-tests.ts";
import { day, place, path, text } from "../../images/config/values.ts";
import { age, deletionLimit, numberOfSets } from "../../images/config/ages.ts";

/** The keys of `Pulumi.<stack>.yaml`, their units and their defaults. A message says what was expected. */

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

const versionOrHold = z.union([z.literal("hold"), version], "a version YYYYMMDD-N, or hold");

const httpUrl = z
  .url({ protocol: /^https?$/, error: "a http or https URL" })
  .transform((url) => url.replace(/\/+$/, ""));

const mirror = z.strictObject({
  /** The served folder. Where it is not on this machine, a preview reads the published index by its URL. */
  root: path,
  /** Where readers find the root; null: nowhere yet, so that a missing root is an empty tree. */
  url: httpUrl.nullable().default(null),
  /** Beside the root, on its file system; for nobody else's eyes. */
  staging: path,
});

const expect = z.strictObject({
  /** The gate waits for all of these. */
  required: z.array(pattern, "a list of vendor/arch").default(["*/amd64", "*/arm64"]),
  /** The gate does not wait for these. A required image is not best effort. */
  bestEffort: z.array(pattern, "a list of vendor/arch").default(["*/*"]),
});

const retention = z.strictObject({
  /** Days from showing a daily to hiding it, once it is superseded. */
  hideAfter: age.prefault("14 days"),
  /** The least days that a superseded daily stays public, however old it is. */
  overlap: age.prefault("7 days"),
  /** The number of newest public sets that stay public, whatever their age, until the end of their suite. */
  keep: numberOfSets.prefault("0 sets"),
  deleteAfter: z.strictObject({ clouds: age.prefault("30 days"), mirror: age.prefault("120 days") }).prefault({}),
  failed: age.prefault("7 days"),
  held: age.prefault("7 days"),
  /** Days in quarantine. */
  withdrawn: age.prefault("30 days"),
  /** Days that a lost image is reported before it leaves. */
  lost: age.prefault("7 days"),
  /** Days between the hiding of a release and its removal, which needs `allowDelete` as well. */
  grace: age.prefault("30 days"),
  /** The limit per day; raise it to allow more. Sets are deleted as a whole, however many images they have; `60 images` may split one. */
  maxDeletions: deletionLimit.prefault("2 sets"),
});

/** Days that something may wait. */
const patience = z.union([z.literal("never").transform(() => null), age], 'a number of days, as "14 days", or never');

const release = z.strictObject({
  /** `propose`: the decision is shown, and a person names the version in `publish`. `auto`: the decision is carried out. */
  mode: z.enum(["propose", "auto"]).default("propose"),
  /**
   * Which security fixes alone are a reason to release: `any` when its urgency says so, `critical` one that needs a reboot or
   * is of high urgency, `reboot` one that needs a reboot, `never` none. The others come with the next release (`atLatest`).
   */
  security: z.enum(weightyFixes).default("any"),
  /** Sources whose security fix asks for a reboot, beside kernel, libc and systemd. */
  reboot: z.array(text, "a list of source packages").default([]),
  /** Days since the last release, by the tracker's urgency; what an advisory names waits for nothing. */
  urgency: z
    .strictObject({
      high: patience.prefault("0 days"),
      medium: patience.prefault("0 days"),
      low: patience.prefault("14 days"),
      "not yet assigned": patience.prefault("14 days"),
      unimportant: patience.prefault("never"),
      "end-of-life": patience.prefault("never"),
    })
    .prefault({}),
  /** Days after the last release when any change except rebuilds is released; never: age alone is no reason. */
  atLatest: patience.prefault("90 days"),
  /** No release from `from` to `to` inclusive, except for a security fix that needs a reboot. A person may still name a version. */
  frozen: z
    .array(
      z
        .strictObject({ from: day, to: day, reason: text })
        .refine(({ from, to }) => from <= to, "a last day (to) that is not before the first one (from)"),
      "a list of spans, each {from, to, reason}",
    )
    .default([]),
  /** A request of the release team: the point release's number, and why. */
  pointRelease: z.strictObject({ version: text, reason: text }).nullable().default(null),
  /** By package: why a lower version than the last release's is right. */
  downgrades: z.record(text, text).default({}),
});

/** A missing source is unknown data: a suite that needs it is held. */
const security = z.strictObject({
  /** The security tracker's data/DSA/list. A file counts as of its last change. */
  dsa: place.nullable().default(null),
  /** The security tracker's data/DLA/list: of suites that the LTS team supports. */
  dla: place.nullable().default(null),
  /** The security tracker's JSON, as https://security-tracker.debian.org/tracker/data/json. */
  tracker: place.nullable().default(null),
  archive: z
    .strictObject({
      /** Has `dists/bookworm` and `dists/bookworm-updates`, as https://ftp.debian.org/debian. */
      main: place,
      /** Has `dists/bookworm-security`. */
      security: place,
      /** OpenPGP keys, binary or armored, that may sign both: the package debian-archive-keyring. */
      keyring: z.string("a path").default("/usr/share/keyrings/debian-archive-keyring.gpg"),
    })
    .nullable()
    .default(null),
  /** Data that is older, or was last confirmed longer ago, is not relied on. */
  maxAge: age.prefault("3 days"),
});

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
  /** Packages that an image must not have or must have. A required image that breaks a rule closes the gate of its set. */
  packages: packageRulesSchema,
  /** `changed`: a daily with the same packages as the current one is held. */
  dailyPublish: z.enum(["changed", "always"]).default("changed"),
  tests: testsSchema.prefault({}),
  /** Beside the tree. */
  targets: targetsSchema.prefault({}),
  /** Of a release: which daily, or `hold`, and why; null leaves it to the decision. */
  publish: z
    .strictObject({ version: versionOrHold.nullable().default(null), reason: text.nullable().default(null) })
    .prefault({}),
  release: release.prefault({}),
  /** Withdrawn images, each with the reason. Final: removing a key restores nothing. */
  withdraw: z.record(selection, text).default({}),
  /** The parts of a release that may be deleted once they are due. */
  allowDelete: z.array(selection, "a list of versions").default([]),
  /** Of a release: what passed only after a failure, accepted by a person. */
  acceptFlaky: z.array(selection, "a list of versions").default([]),
  /** Of a release whose daily was withdrawn: why it stays. */
  keepReleased: z.record(selection, text).default({}),
  security: security.prefault({}),
  builds: z
    .strictObject({
      /** The GitLab whose job logs are kept beside the images, as https://salsa.debian.org; null: none is fetched. */
      gitlab: httpUrl.nullable().default(null),
    })
    .prefault({}),
  /** Replaces the clock. */
  now: day.nullable().default(null),
});

export type PublicationSettings = z.output<typeof publicationSchema>;
