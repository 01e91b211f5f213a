import type { Arch } from "../definitions/arches.ts";

/** How a machine begins. `secure-boot`: UEFI that runs only what Microsoft's or Debian's keys signed. */
export const firmwares = ["bios", "uefi", "secure-boot"] as const;
export type Firmware = (typeof firmwares)[number];

/** Of QEMU's machine for an architecture. */
export const firmwareOf: Readonly<Partial<Record<Arch, readonly Firmware[]>>> = { amd64: firmwares };

/** Of Debian's package ovmf; the variables `.ms` have Microsoft's keys, which signed Debian's shim, enrolled. */
export const firmwareFiles = {
  bios: null,
  uefi: { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", variables: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
  "secure-boot": {
    code: "/usr/share/OVMF/OVMF_CODE_4M.secboot.fd",
    variables: "/usr/share/OVMF/OVMF_VARS_4M.ms.fd",
  },
} as const satisfies Record<Firmware, { code: string; variables: string } | null>;

/** What firmware or shim says when it refuses a loader whose signature it does not know. */
const refusals = [
  /Secure Boot Violation/i,
  /Security Violation/i,
  /failed to load Boot\w+.*: (Access Denied|Security Violation)/i,
];

/** Whether the console says that Secure Boot refused to boot. */
export const isRefused = (console: string): boolean => refusals.some((pattern) => pattern.test(console));
