import { z } from "zod";
import { dated, readDated, rowsOf } from "./dated.ts";
import data from "./vendors.json" with { type: "json" };

/** A file that the tree holds of an image, by its ending. */
export const diskFormats = ["tar.xz", "raw", "qcow2"] as const;
export type DiskFormat = (typeof diskFormats)[number];

export type Vendor = keyof typeof data.vendors;

const vendorRow = z.strictObject({
  /** One line for people, shown in the tree. */
  about: z.string().min(1),
  /** The limit on the disk's apparent size, in GiB. */
  diskGigabytes: z.int().positive(),
  kernel: z.enum(["cloud", "full"]),
  cloudInit: z.boolean(),
  /** Upstream publishes raw and qcow2 only of the vendors that people download. */
  formats: z.array(z.enum(diskFormats)).min(1),
  /** By arch, or `*` for any: where a stack that tests by boots does so, if its `tests.where` says nothing; or `untested: <reason>`. */
  boot: z.record(z.string(), z.string()),
});

export type VendorDefinition = Readonly<z.output<typeof vendorRow>>;

/** Debian's vendors. */
export const { vendors } = readDated(
  dated({ vendors: rowsOf(data.vendors, vendorRow) }),
  data,
  "images/model/definitions/vendors.json",
);

export const isVendor = (text: string): text is Vendor => Object.hasOwn(vendors, text);

export const vendorDefinition = (vendor: Vendor): VendorDefinition => vendors[vendor];
