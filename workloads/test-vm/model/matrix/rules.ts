import type { DiskBus, Firmware, Hypervisor, TestArch } from "./weights.ts";
import type { Rule } from "./matrix.ts";

interface Known {
  arch: readonly TestArch[];
  hypervisor: readonly Hypervisor[];
  firmware: readonly Firmware[];
  diskBus: readonly DiskBus[];
}

const rule = (when: Partial<Known>, never: Partial<Known>, why: string): Rule => ({
  when: { ...when },
  never: { ...never },
  why,
});

const chosenFirmware = ["bios", "uefi", "secure-boot"] as const;
const virtualBus = ["virtio", "scsi", "sata"] as const;

const machines = ["kvm", "ironic"] as const;

/** Combinations that no cloud can offer. `none` means that there is no choice. */
export const platformRules: readonly Rule[] = [
  rule({ hypervisor: ["lxc"] }, { firmware: chosenFirmware }, "a container starts no firmware"),
  rule({ hypervisor: ["lxc"] }, { diskBus: virtualBus }, "a container has no disk"),
  rule({ hypervisor: ["ironic"] }, { diskBus: virtualBus }, "nobody chooses the disk bus of a physical machine"),
  rule({ hypervisor: ["kvm"] }, { diskBus: ["none"] }, "a virtual machine has its disk on a bus"),
  rule(
    { hypervisor: machines, arch: ["ppc64el"] },
    { firmware: chosenFirmware },
    "a POWER machine starts with its own firmware",
  ),
  rule(
    { hypervisor: machines, arch: ["arm64"] },
    { firmware: ["bios", "none"] },
    "AArch64 starts with UEFI (Nova's guide to UEFI)",
  ),
  rule(
    { hypervisor: machines, arch: ["arm64"] },
    { firmware: ["secure-boot"] },
    "Nova has Secure Boot only for x86_64 (Nova's guide to Secure Boot)",
  ),
  rule({ hypervisor: machines, arch: ["amd64"] }, { firmware: ["none"] }, "a PC starts with BIOS or UEFI"),
];
