/** A file that the tree holds of an image, by its ending. */
export type DiskFormat = "tar.xz" | "raw" | "qcow2";

export interface VendorDefinition {
  /** Apparent size of the disk, in GiB (debian-cloud-images' class table). */
  diskGigabytes: number;
  kernel: "cloud" | "full";
  cloudInit: boolean;
  /** Upstream publishes raw and qcow2 only of the vendors that people download. */
  formats: readonly DiskFormat[];
  /** One line for people, shown in the tree. */
  about: string;
}

const archiveOnly = ["tar.xz"] as const;
const everyFormat = ["tar.xz", "raw", "qcow2"] as const;

export const vendors = {
  azure: {
    diskGigabytes: 30,
    kernel: "cloud",
    cloudInit: true,
    formats: archiveOnly,
    about: "for Microsoft Azure",
  },
  ec2: { diskGigabytes: 8, kernel: "cloud", cloudInit: true, formats: archiveOnly, about: "for Amazon EC2" },
  gce: {
    diskGigabytes: 10,
    kernel: "cloud",
    cloudInit: false,
    formats: archiveOnly,
    about: "for Google Compute Engine",
  },
  generic: {
    diskGigabytes: 3,
    kernel: "full",
    cloudInit: true,
    formats: everyFormat,
    about:
      "for any environment that cloud-init knows, bare metal too: the full kernel with drivers for physical hardware",
  },
  genericcloud: {
    diskGigabytes: 3,
    kernel: "cloud",
    cloudInit: true,
    formats: everyFormat,
    about:
      "for virtual machines: like generic, but smaller, with the cloud kernel, without drivers for physical hardware",
  },
  nocloud: {
    diskGigabytes: 3,
    kernel: "full",
    cloudInit: false,
    formats: everyFormat,
    about: "for local tests only: no cloud-init, root logs in without a password",
  },
  raspi: { diskGigabytes: 3, kernel: "full", cloudInit: true, formats: archiveOnly, about: "for Raspberry Pi boards" },
} as const satisfies Record<string, VendorDefinition>;

export type Vendor = keyof typeof vendors;

export const isVendor = (text: string): text is Vendor => Object.hasOwn(vendors, text);

export const vendorDefinition = (vendor: Vendor): VendorDefinition => vendors[vendor];
