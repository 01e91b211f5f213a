import { z } from "zod";
import { isArch } from "../../../images/model/definitions/arches.ts";
import { isVendor } from "../../../images/model/definitions/vendors.ts";
import { vendorsSchema } from "./vendors.ts";
import { channelSchema, suiteSchema } from "../../../images/tree/record.ts";
import { isSelectionKey } from "../../../images/model/selection.ts";
import { isVersion, parseVersion } from "../../../images/model/version.ts";
import { packageRulesSchema } from "./packages.ts";
import { announceSchema } from "./announce.ts";
import { releaseSchema, securitySchema } from "./release.ts";
import { targetsSchema } from "../../../targets/config.ts";
import { testsSchema } from "./tests.ts";
import { day, httpUrl, orNull, path, text } from "../../../images/config/values.ts";
import { age, deletionLimit, numberOfSets } from "../../../images/config/ages.ts";

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

const sign = z
  .strictObject({
    command: z
      .array(text, "a list of words")
      .min(1, "at least the name of a program")
      .describe(
        "Gets the text on its standard input, and two more words: detached or clearsigned, and the days until the signature expires (0: never). Writes the armoured signature to its standard output.",
      ),
    every: age.prefault("1 day").describe("The age at which a signature that expires is made again."),
    expires: age
      .prefault("10 days")
      .describe(
        "How long the signatures of index.json and of simplestreams are valid; those of checksums do not expire.",
      ),
    keyring: orNull(path).describe(
      "A file of binary OpenPGP keys that each signature must verify with; null: signatures are not verified.",
    ),
  })
  .refine(({ every, expires }) => every < expires, "every to be less than expires");

const mirror = z.strictObject({
  root: path.describe(
    "The served folder. Where it is not on this machine, a preview reads the published index by its URL.",
  ),
  url: orNull(httpUrl).describe("Where readers find the root; null: nowhere yet, so a missing root is an empty tree."),
  staging: path.describe("A private folder beside the root, on its file system."),
  sign: orNull(sign).describe("How SHA512SUMS, index.json and simplestreams are signed; null: they are not."),
});

const patterns = z.array(pattern, "a list of vendor/arch");

const expect = z.strictObject({
  required: patterns.default(["*/amd64", "*/arm64"]).describe("The gate waits for all of these."),
  bestEffort: patterns
    .default(["*/*"])
    .describe("The gate does not wait for these. A required image is not best effort."),
});

const deleteAfter = z.strictObject({
  clouds: age.prefault("30 days").describe("From showing an image to its removal from the clouds."),
  mirror: age.prefault("120 days").describe("From showing an image to its removal from the tree."),
});

const retention = z.strictObject({
  hideAfter: age.prefault("14 days").describe("From showing a daily to hiding it, once it is superseded."),
  overlap: age.prefault("7 days").describe("How long a superseded daily stays public at least, however old it is."),
  keep: numberOfSets
    .prefault("0 sets")
    .describe("How many of the newest public sets stay public, whatever their age, until their suite ends."),
  deleteAfter: deleteAfter.prefault({}).describe("When dailies are removed."),
  failed: age.prefault("7 days").describe("How long a failed image is kept."),
  held: age.prefault("7 days").describe("How long a held image is kept; the newest two stay."),
  withdrawn: age.prefault("30 days").describe("How long a withdrawn image stays in quarantine."),
  lost: age.prefault("7 days").describe("How long a lost image is reported before it leaves."),
  grace: age
    .prefault("30 days")
    .describe("From hiding a release to its removal, for which allowDelete must name it as well."),
  maxDeletions: deletionLimit
    .prefault("2 sets")
    .describe("How much is deleted per day. A number of sets deletes whole sets; a number of images may split one."),
});

const publish = z.strictObject({
  version: orNull(versionOrHold).describe("A daily's version, or hold; null leaves the choice to the decision."),
  reason: orNull(text).describe("Why."),
});

const builds = z.strictObject({
  gitlab: orNull(httpUrl).describe("The GitLab whose job logs are kept beside the images; null: none is fetched."),
  project: orNull(text).describe(
    "The path there of the project that builds, as cloud-team/debian-cloud-images; null: no build is asked for.",
  ),
  ref: text.default("master").describe("The branch of it that builds dailies."),
  signedBy: orNull(path).describe(
    "A file of OpenPGP keys, binary or armored. A build is refused unless the CI that built it signed its files with one of them; null: none need be signed.",
  ),
});

const selections = z.array(selection, "a list of versions");

export const publicationSchema = z.strictObject({
  role: z.literal("publication").describe("Publishes the images of one suite and channel."),
  suite: orNull(suiteSchema).describe("null: every suite of the artifacts and of the tree, as in the stack dev."),
  channel: orNull(channelSchema).describe("null: both, as in the stack dev."),
  artifacts: orNull(path).describe(
    "The folder that is searched for builds. A release takes its bytes from the tree's dailies.",
  ),
  mirror: mirror.describe("The public download tree."),
  vendors: vendorsSchema
    .default({})
    .describe("Vendors that are not Debian's, by name; their builds are published, too."),
  expect: expect.prefault({}).describe("The images of a set, as vendor/arch, with * for any."),
  retention: retention.prefault({}).describe("When images are hidden and deleted."),
  packages: packageRulesSchema.describe(
    "Packages that an image must not have or must have, by vendor. A required image that breaks a rule closes its set's gate.",
  ),
  dailyPublish: z
    .enum(["changed", "always"])
    .default("changed")
    .describe("changed: a daily with the same packages as the current one is held."),
  tests: testsSchema.prefault({}).describe("How images are tested before they are shown."),
  targets: targetsSchema.prefault({}).describe("Where images are published beside the tree."),
  publish: publish.prefault({}).describe("Of a release: what a person decided."),
  release: releaseSchema.prefault({}).describe("When a daily becomes a release."),
  withdraw: z
    .record(selection, text)
    .default({})
    .describe("Withdrawn images, each with the reason. Final: taking a key away restores nothing."),
  allowDelete: selections.default([]).describe("Of a release: what may be deleted once it is due."),
  acceptFlaky: selections.default([]).describe("Of a release: what passed only after a failure, and a person accepts."),
  keepReleased: z.record(selection, text).default({}).describe("Of a release whose daily was withdrawn: why it stays."),
  security: securitySchema
    .prefault({})
    .describe("Where Debian's security data comes from. A suite that needs a missing source is held."),
  announce: announceSchema
    .prefault({})
    .describe("How people are told of what is published and withdrawn, by a name of one's own: npm run announce."),
  builds: builds.prefault({}).describe("What is fetched of the builds."),
  now: orNull(day).describe("Replaces the clock. Only where the state is in a local folder."),
});

export type PublicationSettings = z.output<typeof publicationSchema>;
