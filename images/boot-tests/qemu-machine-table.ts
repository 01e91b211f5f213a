import type { Arch, Firmware } from "../model/definitions/arches.ts";

/** Files of UEFI: its code, and the variables, of which each machine gets a copy. */
export interface FirmwareFiles {
  code: string;
  variables: string;
}

/** How QEMU starts an arch. */
export interface QemuMachine {
  emulator: string;
  machine: string;
  /** The Debian packages of the emulator and the firmware. */
  packages: { emulator: string; firmware: string };
  /** Null for what needs no file, as BIOS. */
  firmware: Readonly<Partial<Record<Firmware, FirmwareFiles | null>>>;
}

/**
 * Data in TypeScript, not JSON, so that the compiler compares its programs and files with those that set-up can install.
 *
 * Source: the files of Debian's packages that it names. Variables that end in `.ms.fd` have Microsoft's keys enrolled, which
 * signed Debian's shim. Date: 2026-11-22.
 */
export const qemuMachines = {
  amd64: {
    emulator: "qemu-system-x86_64",
    machine: "q35",
    packages: { emulator: "qemu-system-x86", firmware: "ovmf" },
    firmware: {
      bios: null,
      uefi: { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", variables: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
      "secure-boot": {
        code: "/usr/share/OVMF/OVMF_CODE_4M.secboot.fd",
        variables: "/usr/share/OVMF/OVMF_VARS_4M.ms.fd",
      },
    },
  },
  arm64: {
    emulator: "qemu-system-aarch64",
    machine: "virt",
    packages: { emulator: "qemu-system-arm", firmware: "qemu-efi-aarch64" },
    firmware: {
      uefi: { code: "/usr/share/AAVMF/AAVMF_CODE.fd", variables: "/usr/share/AAVMF/AAVMF_VARS.fd" },
      "secure-boot": { code: "/usr/share/AAVMF/AAVMF_CODE.ms.fd", variables: "/usr/share/AAVMF/AAVMF_VARS.ms.fd" },
    },
  },
} as const satisfies Partial<Record<Arch, QemuMachine>>;
