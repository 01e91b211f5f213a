import type { Arch } from "../../images/model/definitions/arches.ts";
import type { Vendor } from "../../images/model/definitions/vendors.ts";

/** GRUB for Secure Boot, and on amd64 for BIOS. */
const loaders = {
  amd64: ["grub-efi-amd64-signed", "grub-pc-bin"],
  arm64: ["grub-efi-arm64-signed"],
} as const satisfies Partial<Record<Arch, readonly string[]>>;

/** An arch of which an image that boots can be built. */
export type BootableArch = keyof typeof loaders;

export const bootableArches = Object.keys(loaders);

export const isBootableArch = (arch: string): arch is BootableArch => Object.hasOwn(loaders, arch);

/** The packages of every image that boots. */
export const bootablePackages = (arch: BootableArch): string[] => [...basePackages, ...loaders[arch]];

const basePackages = [
  "ca-certificates",
  "dbus",
  "e2fsprogs",
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
const withCloudInit = ["cloud-init", "cloud-guest-utils", "netplan.io"];

/** `kernel`: the package's name without the arch. */
const contents = {
  generic: { kernel: "linux-image", packages: withCloudInit },
  genericcloud: { kernel: "linux-image-cloud", packages: withCloudInit },
  nocloud: { kernel: "linux-image", packages: [] },
} as const satisfies Partial<Record<Vendor, { kernel: string; packages: readonly string[] }>>;

export type BootableVendor = keyof typeof contents;

export const bootableVendors = Object.keys(contents);

export const isBootableVendor = (vendor: string): vendor is BootableVendor => Object.hasOwn(contents, vendor);

export function packagesToInstall(vendor: BootableVendor, arch: BootableArch): string[] {
  const { kernel, packages } = contents[vendor];
  return [...bootablePackages(arch), `${kernel}-${arch}`, ...packages];
}
