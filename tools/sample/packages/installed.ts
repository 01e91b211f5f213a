import { definitionOf, type Vendor } from "../../../images/model/definitions/vendors.ts";
import type { Image } from "../../../images/model/image.ts";
import { kernelPackages } from "./kernel.ts";
import { updatedVersion } from "./moving.ts";
import { plainName, readRow, type InstalledPackage, type PackageRow } from "./rows.ts";
import { tableOf } from "./table.ts";
import type { Arch } from "../../../images/model/definitions/arches.ts";

const onlyFor: Readonly<Record<string, readonly Vendor[]>> = {
  "amazon-ec2-utils": ["ec2"],
  chrony: ["azure", "ec2", "gce"],
  "google-guest-agent": ["gce"],
  "raspi-firmware": ["raspi"],
  "systemd-timesyncd": ["generic", "genericcloud", "nocloud", "raspi"],
  waagent: ["azure"],
};

const cloudInitPackages = ["cloud-init", "cloud-guest-utils", "python3-jinja2", "python3-requests", "python3-urllib3"];
const secureBootPackages = ["mokutil", "shim-signed", "shim-signed-common"];

/** How often a source was updated. */
type Updates = (source: string) => number;

/** The packages of such an image, in dpkg's order, with the kernel, boot loader and agent of its vendor and arch. */
export function installedPackages(image: Omit<Image, "channel" | "version">, updates: Updates): InstalledPackage[] {
  const { suite, vendor, arch } = image;
  const table = tableOf(suite).filter(([marked]) => isInstalled(plainName(marked), image));
  const grub = table.find(([name]) => name === "grub-common");
  const rows = [
    ...table.map((row) => updatedRow(row, updates)),
    ...kernelPackages(suite, arch, definitionOf({ vendor }).kernel, updates("linux")),
    ...(grub === undefined ? [] : grubPackagesOf(arch, grub[1])),
  ];
  return rows.map((row) => readRow(row, arch)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function isInstalled(name: string, { vendor, arch }: Pick<Image, "vendor" | "arch">): boolean {
  if (cloudInitPackages.includes(name)) return definitionOf({ vendor }).cloudInit;
  if (secureBootPackages.includes(name)) return hasSecureBoot(arch);
  return onlyFor[name]?.includes(vendor) ?? true;
}

function updatedRow(row: PackageRow, updates: Updates): PackageRow {
  const [marked, packageVersion, ownSource, sourceVersion] = row;
  const source = ownSource ?? plainName(marked);
  const times = updates(source);
  if (times === 0) return row;
  const updated = updatedVersion(sourceVersion ?? packageVersion, times);
  return [marked, updated, source, updated];
}

const grubPackages: Record<Arch, readonly string[]> = {
  amd64: ["grub-efi-amd64-bin", "grub-pc-bin"],
  arm64: ["grub-efi-arm64", "grub-efi-arm64-bin"],
  ppc64el: ["grub-ieee1275", "grub-ieee1275-bin"],
  riscv64: ["grub-efi-riscv64", "grub-efi-riscv64-bin"],
  // s390x starts its kernel with zipl
  s390x: [],
};

const secureBoot: readonly Arch[] = ["amd64", "arm64"];

const hasSecureBoot = (arch: Arch): boolean => secureBoot.includes(arch);

/** The boot loader's packages that only this arch has, given the version of source grub2. */
function grubPackagesOf(arch: Arch, version: string): PackageRow[] {
  const unsigned = grubPackages[arch].map((name): PackageRow => [name, version, "grub2"]);
  if (!hasSecureBoot(arch)) return unsigned;
  return [...unsigned, [`grub-efi-${arch}-signed`, `1+${version.replace("-", "+")}`]];
}
