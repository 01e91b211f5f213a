import { z } from "zod";
import { UserError } from "../errors.ts";
import { arches, isArch } from "./arches.ts";
import { dated, readDated, rowsOf } from "./dated.ts";
import data from "./vendors.json" with { type: "json" };

/** The formats of an image's disk in the tree, by their file endings. */
export const diskFormats = ["tar.xz", "raw", "qcow2"] as const;
export type DiskFormat = (typeof diskFormats)[number];

export type DebianVendor = keyof typeof data.vendors;

declare const ownBrand: unique symbol;

/** A vendor that is not Debian's: a stack's `vendors` describe it, and the record of each of its images does. */
type OwnVendor = string & { readonly [ownBrand]: true };

/** The compiler checks Debian's vendors; any other text becomes one only by `isVendor`. */
export type Vendor = DebianVendor | OwnVendor;

/** A tar.xz is what arrives, and what a release is made of. A qcow2 is converted from the raw disk. */
const canBeMade = (formats: readonly DiskFormat[]): boolean =>
  formats.includes("tar.xz") && (formats.includes("raw") || !formats.includes("qcow2"));
const canBeMadeWords = diskFormats.map((_, index) => `[${diskFormats.slice(0, index + 1).join(", ")}]`).join(" or ");

export const vendorRow = z.strictObject({
  /** One line for people, shown in the tree. */
  about: z.string().min(1),
  /** The limit on the disk's apparent size, in GiB. */
  diskGigabytes: z.int().positive(),
  kernel: z.enum(["cloud", "full"]),
  cloudInit: z.boolean(),
  /** The user to log in as; null where the cloud creates one, or none is known. */
  login: z.string().min(1).nullable().default(null),
  /** Upstream publishes raw and qcow2 only of the vendors that people download. */
  formats: z.array(z.enum(diskFormats)).refine(canBeMade, canBeMadeWords),
  /** By arch, or `*` for any: where a stack that tests by boots does so, if its `tests.where` says nothing; or `untested: <reason>`. */
  boot: z.record(z.string(), z.string()),
});

export type VendorDefinition = Readonly<z.output<typeof vendorRow>>;

/**
 * The program that builds the vendor's images: one word, looked up on PATH, which takes the arguments of `debian-cloud-images build`. No part of
 * a record: what runs as root comes from this program's data or a stack's file, never from what a build left.
 */
const builder = z.string().regex(/^[a-z0-9][\w.+-]*$/, "the name of a program, without a path and arguments");

/** Debian's vendors. */
export const { vendors } = readDated(
  dated({ vendors: rowsOf(data.vendors, vendorRow.extend({ builder })) }),
  data,
  "images/model/definitions/vendors.json",
);

/** A row of a stack's `vendors`, as in vendors.json; of Debian's vendors builds.json has the arches. */
export const ownVendorRow = vendorRow.extend({
  about: z.string("a line for people").min(1, "a line for people").describe("One line for people, shown in the tree."),
  arches: z
    .array(z.enum(Object.keys(arches).filter(isArch)), "a list of arches")
    .min(1, "one arch at least")
    .describe("What it is built for."),
  diskGigabytes: z
    .int("a whole number of GiB")
    .positive("a whole number of GiB")
    .default(3)
    .describe("The limit on the disk's apparent size, in GiB."),
  kernel: vendorRow.shape.kernel.default("cloud").describe("Which kernel boot tests expect: cloud, or full."),
  cloudInit: z
    .boolean("true or false")
    .default(true)
    .describe("Whether the image has cloud-init, which boot tests need."),
  login: vendorRow.shape.login.default("debian").describe("The user to log in as; null: none is known."),
  formats: vendorRow.shape.formats.default([...diskFormats]).describe("The forms in which the tree has the disk."),
  boot: vendorRow.shape.boot
    .default({})
    .describe("By arch, or * for any: where it is boot-tested, as tests.where says it. Left out: nowhere."),
  builder: builder
    .nullable()
    .default(null)
    .describe("The program that builds it, with the arguments of debian-cloud-images build: npm run rebuild runs it."),
});

/** By name. */
export type OwnVendors = Readonly<Record<string, Readonly<z.output<typeof ownVendorRow>>>>;

const vendorName = /^[a-z0-9]+$/;

/** `debian-13-backports-amd64` would be an image of the suite trixie-backports. */
const isReserved = (text: string): boolean => text === "backports";

/** Whether a vendor may have this name, which stands between hyphens in names of images and files. */
export const isVendor = (text: string): text is Vendor => vendorName.test(text) && !isReserved(text);

export const isDebianVendor = (text: string): text is DebianVendor => Object.hasOwn(vendors, text);

/** Whether a stack with these vendors of its own knows it. */
export const isKnownVendor = (vendor: string, own: OwnVendors): boolean =>
  isDebianVendor(vendor) || Object.hasOwn(own, vendor);

/** A vendor, and its row if it is not Debian's. */
export interface Described {
  vendor: Vendor;
  ownVendor?: VendorDefinition | undefined;
}

export function definitionOf({ vendor, ownVendor }: Described): VendorDefinition {
  if (isDebianVendor(vendor)) return vendors[vendor];
  if (ownVendor !== undefined) return ownVendor;
  throw new UserError({
    where: `vendor ${vendor}`,
    value: "",
    expected: "a record, or a row of cloud-images:vendors, that describes it",
    remedy: `add the row ${vendor} to the stack's file (docs/own-images.md)`,
  });
}

/** The program that builds a vendor's images; null if no row names one. */
export const builderOf = (vendor: string, own: OwnVendors): string | null =>
  isDebianVendor(vendor) ? vendors[vendor].builder : (own[vendor]?.builder ?? null);

/** A stack's row without its arches and its builder, for candidates and records. Undefined for Debian's vendors. */
export function ownVendorIn(vendors: OwnVendors, vendor: Vendor): VendorDefinition | undefined {
  const row = isDebianVendor(vendor) ? undefined : vendors[vendor];
  if (row === undefined) return undefined;
  const { about, diskGigabytes, kernel, cloudInit, login, formats, boot } = row;
  return { about, diskGigabytes, kernel, cloudInit, login, formats, boot };
}
