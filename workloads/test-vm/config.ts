import { z } from "zod";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import { diskBuses, firmwares, hypervisors, testArches, type TestArch } from "./model/matrix/weights.ts";
import { channelSchema, suiteSchema } from "../../images/tree/record.ts";
import { isVersion, parseVersion } from "../../images/model/version.ts";
import { isAddress } from "../../images/config/values.ts";
import { hours, instant } from "../../images/config/times.ts";

/** The keys of the stack `testing`, their units and their defaults. */

const text = z.string("text").min(1, "text, not nothing");
const path = z.string("a path").min(1, "a path");
const place = path.refine(
  (value) => isAddress(value) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value),
  "a path, or a http or https URL",
);
/** The engine gives a number at the top as text. */
const count = z.coerce.number("a number").int("a whole number").positive("at least 1");
const oneOf = <Name extends string>(names: readonly Name[]) => z.enum(names);
const listOf = <Item extends z.ZodType>(item: Item, what: string) => z.array(item, `a list of ${what}`).min(1);

const version = z
  .string("a version")
  .refine(isVersion, "a version YYYYMMDD-N")
  .transform((value) => parseVersion(value) ?? z.NEVER);

/** Tempest's smoke set against a cloud, from a VM of its own in it. */
const tempest = z.strictObject({
  /** Of `images`: what the VM starts from, and what Tempest's own servers do. Its suite has Tempest in the version that is pinned. */
  image: text,
  flavor: text,
  network: text,
  /** Clouds of clouds.yaml, for their users alone: who Tempest is. Users of their own, with a password, and no more rights than that. */
  accounts: listOf(text, "clouds of clouds.yaml"),
  /** Who may what an administrator may; null: what needs one is skipped. */
  admin: text.nullable().default(null),
  /** Settings of `tempest.conf`, by section; they override the known ones. Nothing secret. */
  settings: z.record(text, z.record(text, z.union([z.string(), z.number(), z.boolean()]))).default({}),
  /** Minutes for all of it. */
  patience: z.coerce.number("minutes").positive("more than nothing").default(120),
  /** The metadata service as servers reach it. */
  metadata: z.url({ protocol: /^https?$/ }).default("http://169.254.169.254"),
});

/** One cloud that gives us room: a partner's is one more entry. */
const cloud = z.strictObject({
  /** As in clouds.yaml. */
  cloud: text,
  hypervisor: oneOf(hypervisors).default("kvm"),
  arches: listOf(oneOf(testArches), "architectures"),
  /** Names, as the networks'. */
  flavors: listOf(text, "flavors"),
  networks: listOf(text, "networks"),
  /** At most so many VMs in it; the one for Tempest is not counted. */
  vms: count,
  tempest: tempest.nullable().default(null),
  /** Whether a run fails if this cloud does not answer; else the run reports it and tests the others. */
  required: z.boolean("true or false").default(false),
});

const image = z.strictObject({
  /** What built it: FAI, or the scripts that were used up to Debian 10. */
  lineage: z.enum(["fai", "scripts"]).default("fai"),
  suite: suiteSchema,
  channel: channelSchema.default("release"),
  vendor: z.string("a vendor").refine(isVendor, "a vendor that is defined"),
  /** Null: it is not one of ours, and its packages and its own name are held against nothing. */
  version: version.nullable().default(null),
  /** A tree that has the version, by its root: a path or an address. Files are found by their names. */
  tree: z
    .strictObject({ root: place, arches: listOf(oneOf(testArches), "architectures") })
    .nullable()
    .default(null),
  /** Or the file of each architecture: qcow2. */
  files: z.partialRecord(oneOf(testArches), place).default({}),
});

export const testingSchema = z.strictObject({
  role: z.literal("testing"),
  clouds: listOf(cloud, "clouds").refine(
    (entries) => new Set(entries.map((entry) => entry.cloud)).size === entries.length,
    "each cloud once: one entry has one hypervisor, so that another one is another name in clouds.yaml",
  ),
  /** By a name of their own. */
  images: z.record(text.regex(/^[a-z0-9-]{1,40}$/, "lower case letters, digits and hyphens"), image),
  /** How many VMs the matrix is cut down to. */
  vms: count,
  firmware: z.array(oneOf(firmwares), "a list of firmware").default(["bios", "uefi"]),
  diskBus: z.array(oneOf(diskBuses), "a list of buses").default(["virtio", "scsi"]),
  /** By dimension and value, instead of those of workloads/test-vm/model/matrix/weights.ts. */
  weights: z.record(text, z.record(text, z.number().positive())).default({}),
  /** From its making until a VM goes, whatever has become of its test. */
  expires: hours.prefault("6 hours"),
  /** Minutes that a server has to tell everything. */
  patience: z.coerce.number("minutes").positive("more than nothing").default(15),
  /** How often a VM is tried that the cloud broke. */
  attempts: count.default(3),
  /** Who may log in, as OpenSSH writes a public key; null: nobody. */
  key: z
    .string("a public key")
    .regex(/^(ssh-|ecdsa-)\S+ \S+/, "a public key, as OpenSSH writes it")
    .nullable()
    .default(null),
  /** Where results are kept. */
  results: path,
  /** The root of the tree in which the page of all results is shown, boot tests among them; null: it lies in `results`. */
  tree: path.nullable().default(null),
  /** Replaces the clock. */
  now: instant.nullable().default(null),
});

export type TestingSettings = z.output<typeof testingSchema>;
export type TestingCloud = TestingSettings["clouds"][number];
export type TempestConfig = z.output<typeof tempest>;
export type TestingImage = TestingSettings["images"][string];

/** The architectures that there is a file for. */
export function archesOf({ tree, files }: TestingImage): TestArch[] {
  const own = testArches.filter((arch) => files[arch] !== undefined);
  return [...new Set([...(tree?.arches ?? []), ...own])];
}
