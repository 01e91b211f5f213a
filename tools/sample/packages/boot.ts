import type { Arch } from "../../../images/model/definitions/arches.ts";
import type { PackageRow } from "./rows.ts";

const grubPackages: Record<Arch, readonly string[]> = {
  amd64: ["grub-efi-amd64-bin", "grub-pc-bin"],
  arm64: ["grub-efi-arm64", "grub-efi-arm64-bin"],
  ppc64el: ["grub-ieee1275", "grub-ieee1275-bin"],
  riscv64: ["grub-efi-riscv64", "grub-efi-riscv64-bin"],
  // s390x starts its kernel with zipl
  s390x: [],
};

const secureBoot: readonly Arch[] = ["amd64", "arm64"];

export const hasSecureBoot = (arch: Arch): boolean => secureBoot.includes(arch);

/** The boot loader's packages that only this arch has, given the version of source grub2. */
export function grubPackagesOf(arch: Arch, version: string): PackageRow[] {
  const unsigned = grubPackages[arch].map((name): PackageRow => [name, version, "grub2"]);
  if (!hasSecureBoot(arch)) return unsigned;
  return [...unsigned, [`grub-efi-${arch}-signed`, `1+${version.replace("-", "+")}`]];
}
