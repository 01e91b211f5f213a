import type { Vendor } from "../../../images/definitions/vendors.ts";

const everywhere = [
  "ca-certificates",
  "dbus",
  "e2fsprogs",
  "grub-efi-amd64-bin",
  "grub-pc-bin",
  "grub2-common",
  "initramfs-tools",
  "iproute2",
  "less",
  "netbase",
  "openssh-server",
  "procps",
  "sudo",
  "systemd-resolved",
  "systemd-sysv",
  "udev",
  "zstd",
];
const withCloudInit = ["cloud-init", "cloud-guest-utils", "netplan.io"];

const extra = {
  generic: ["linux-image-amd64", ...withCloudInit],
  genericcloud: ["linux-image-cloud-amd64", ...withCloudInit],
  nocloud: ["linux-image-amd64"],
} as const satisfies Partial<Record<Vendor, readonly string[]>>;

export type BootableVendor = keyof typeof extra;

export const bootableVendors = Object.keys(extra);

export const isBootableVendor = (vendor: string): vendor is BootableVendor => Object.hasOwn(extra, vendor);

export const packagesToInstall = (vendor: BootableVendor): string[] => [...everywhere, ...extra[vendor]];
