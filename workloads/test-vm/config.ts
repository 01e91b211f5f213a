import { z } from "zod";
import { isDebianVendor } from "../../images/model/definitions/vendors.ts";
import { diskBuses, firmwares, hypervisors, testArches, type TestArch } from "./model/matrix/weights.ts";
import { channelSchema, suiteSchema } from "../../images/tree/record.ts";
import { isVersion, parseVersion } from "../../images/model/version.ts";
import { isAddress, orNull } from "../../images/config/values.ts";
import { hours, instant } from "../../images/config/times.ts";

/** The keys of the stack `testing`, their units and their defaults. */

const text = z.string("text").min(1, "text, not nothing");
const path = z.string("a path").min(1, "a path");
const place = path.refine(
  (value) => isAddress(value) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value),
  "a path, or an http or https URL",
);
/** The engine passes a number at the top level as text. */
const count = z.coerce.number("a number").int("a whole number").positive("at least 1");
const oneOf = <Name extends string>(names: readonly Name[]) => z.enum(names);
const listOf = <Item extends z.ZodType>(item: Item, what: string) => z.array(item, `a list of ${what}`).min(1);

const version = z
  .string("a version")
  .refine(isVersion, "a version YYYYMMDD-N")
  .transform((value) => parseVersion(value) ?? z.NEVER);

/** Tempest's smoke set against a cloud, from a VM of its own in it. */
const tempest = z.strictObject({
  image: text.describe(
    "One of images, for the VM and for Tempest's own servers. Its suite must have the pinned version of Tempest.",
  ),
  flavor: text.describe("The VM's flavor, by name."),
  network: text.describe("The VM's network, by name."),
  accounts: listOf(text, "clouds of clouds.yaml").describe(
    "Entries of clouds.yaml whose users Tempest acts as. They are used for nothing else, and each has a password.",
  ),
  admin: orNull(text).describe("The entry of clouds.yaml of an administrator; null: tests that need one are skipped."),
  settings: z
    .record(text, z.record(text, z.union([z.string(), z.number(), z.boolean()])))
    .default({})
    .describe("Settings of tempest.conf, by section, which override ours. Nothing secret."),
  patience: z.coerce
    .number("minutes")
    .positive("more than nothing")
    .default(120)
    .describe("Minutes for the whole run."),
  metadata: z
    .url({ protocol: /^https?$/ })
    .default("http://169.254.169.254")
    .describe("The metadata service, as servers reach it."),
});

/** One cloud to test in. A partner's cloud is one more entry. */
const cloud = z.strictObject({
  cloud: text.describe("As in clouds.yaml."),
  hypervisor: oneOf(hypervisors).default("kvm").describe("What its servers run on."),
  arches: listOf(oneOf(testArches), "architectures").describe("The architectures that it has hosts of."),
  flavors: listOf(text, "flavors").describe("The flavors that are tried, by name."),
  networks: listOf(text, "networks").describe("The networks that are tried, by name."),
  vms: count.describe("The most VMs at a time there. The one for Tempest is not counted."),
  tempest: orNull(tempest).describe("Tempest's smoke set, run from a VM in the cloud; null: it is not run."),
  required: z
    .boolean("true or false")
    .default(false)
    .describe("Whether a run fails if this cloud does not answer. If not, the run reports it and tests the others."),
});

const tree = z.strictObject({
  root: place.describe("The tree's root, as a path or a URL. Files are found by their names."),
  arches: listOf(oneOf(testArches), "architectures").describe("The architectures to test."),
});

const image = z.strictObject({
  lineage: z
    .enum(["fai", "scripts"])
    .default("fai")
    .describe("What built it: FAI, or the scripts that were used up to Debian 10."),
  suite: suiteSchema.describe("Its suite."),
  channel: channelSchema.default("release").describe("Its channel."),
  vendor: z.string("a vendor").refine(isDebianVendor, "a vendor that is defined").describe("Its vendor."),
  version: orNull(version).describe("null: not one of ours; its packages and its name are compared with nothing."),
  tree: orNull(tree).describe("The tree that has the version."),
  files: z
    .partialRecord(oneOf(testArches), place)
    .default({})
    .describe("Instead of a tree: each architecture's qcow2 file."),
});

export const testingSchema = z.strictObject({
  role: z.literal("testing").describe("Starts images on real clouds."),
  clouds: listOf(cloud, "clouds")
    .refine(
      (entries) => new Set(entries.map((entry) => entry.cloud)).size === entries.length,
      "each cloud once: one entry has one hypervisor, so that another one is another name in clouds.yaml",
    )
    .describe("The clouds that give us room."),
  images: z
    .record(text.regex(/^[a-z0-9-]{1,40}$/, "lower case letters, digits and hyphens"), image)
    .describe("The images to test, by a name of your choice."),
  vms: count.describe("How many VMs a run starts: the matrix of combinations is cut down to them."),
  firmware: z
    .array(oneOf(firmwares), "a list of firmware")
    .default(["bios", "uefi"])
    .describe("The firmware that is tried."),
  diskBus: z
    .array(oneOf(diskBuses), "a list of buses")
    .default(["virtio", "scsi"])
    .describe("The disk buses that are tried."),
  weights: z
    .record(text, z.record(text, z.number().positive()))
    .default({})
    .describe("By dimension and value: replaces weights of workloads/test-vm/model/matrix/weights.ts."),
  expires: hours.prefault("6 hours").describe("How long a VM lives at most, whatever the result of its test."),
  patience: z.coerce
    .number("minutes")
    .positive("more than nothing")
    .default(15)
    .describe("Minutes until a VM has reported everything."),
  attempts: count.default(3).describe("How often a VM is tried again after a fault of the cloud."),
  key: orNull(z.string("a public key").regex(/^(ssh-|ecdsa-)\S+ \S+/, "a public key, as OpenSSH writes it")).describe(
    "Who may log in, as a public key in OpenSSH's format; null: nobody.",
  ),
  results: path.describe("The folder of the results."),
  tree: orNull(path).describe("The root of the tree that gets the page of all results; null: the page is in results."),
  now: orNull(instant).describe("Replaces the clock."),
});

export type TestingSettings = z.output<typeof testingSchema>;
export type TestingCloud = TestingSettings["clouds"][number];
export type TempestConfig = z.output<typeof tempest>;
export type TestingImage = TestingSettings["images"][string];

/** The architectures that have a file. */
export function archesOf({ tree, files }: TestingImage): TestArch[] {
  const own = testArches.filter((arch) => files[arch] !== undefined);
  return [...new Set([...(tree?.arches ?? []), ...own])];
}
