import type { Vendor } from "../../images/definitions/vendors.ts";

/** What every image has that boots here: GRUB for BIOS, and the chain of Secure Boot. */
export const bootablePackages = [
  "ca-certificates",
  "dbus",
  "e2fsprogs",
  "grub-efi-amd64-signed",
  "grub-pc-bin",
  "grub2-common",
  "initramfs-tools",
  "iproute2",
  "less",
  "netbase",
  "openssh-server",
  "procps",
  "shim-signed",
  "sudo",
  "systemd-resolved",
  "systemd-sysv",
  "udev",
  "zstd",
];
export const withCloudInit = ["cloud-init", "cloud-guest-utils", "netplan.io"];

const extra = {
  generic: ["linux-image-amd64", ...withCloudInit],
  genericcloud: ["linux-image-cloud-amd64", ...withCloudInit],
  nocloud: ["linux-image-amd64"],
} as const satisfies Partial<Record<Vendor, readonly string[]>>;

export type BootableVendor = keyof typeof extra;

export const bootableVendors = Object.keys(extra);

export const isBootableVendor = (vendor: string): vendor is BootableVendor => Object.hasOwn(extra, vendor);

export const packagesToInstall = (vendor: BootableVendor): string[] => [...bootablePackages, ...extra[vendor]];
