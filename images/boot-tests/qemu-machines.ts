import { isArch, type Arch } from "../model/definitions/arches.ts";
import type { Firmware } from "./firmware.ts";

/** Of UEFI: what runs, and the variables that a machine gets a copy of. */
interface FirmwareFiles {
  code: string;
  variables: string;
}

/** How QEMU starts an arch. */
interface QemuMachine {
  emulator: string;
  machine: string;
  /** Debian's packages that have them. */
  packages: { emulator: string; firmware: string };
  firmware: Readonly<Partial<Record<Firmware, FirmwareFiles | null>>>;
}

/** The variables `.ms` have Microsoft's keys, which signed Debian's shim, enrolled. */
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

/** An arch whose images boot in QEMU here. */
export type QemuArch = keyof typeof qemuMachines;

export const isQemuArch = (arch: Arch): arch is QemuArch => Object.hasOwn(qemuMachines, arch);

export const qemuArches = Object.keys(qemuMachines).filter(isArch).filter(isQemuArch);

/** Null for what needs none, as BIOS. */
export function firmwareFiles(arch: QemuArch, firmware: Firmware): FirmwareFiles | null {
  const files: QemuMachine["firmware"] = qemuMachines[arch].firmware;
  return files[firmware] ?? null;
}
