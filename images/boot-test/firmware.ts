import type { Arch } from "../definitions/arches.ts";

/** How a machine begins. `secure-boot`: UEFI that runs only what Microsoft's or Debian's keys signed. */
export const firmwares = ["bios", "uefi", "secure-boot"] as const;
export type Firmware = (typeof firmwares)[number];

/** Of QEMU's machine for an architecture. */
export const firmwareOf: Readonly<Partial<Record<Arch, readonly Firmware[]>>> = { amd64: firmwares };

/** What firmware or shim says when it refuses a loader whose signature it does not know. */
const refusals = [
  /Secure Boot Violation/i,
  /Security Violation/i,
  /failed to load Boot\w+.*: (Access Denied|Security Violation)/i,
];

/** Whether the console says that Secure Boot refused to boot. */
export const isRefused = (console: string): boolean => refusals.some((pattern) => pattern.test(console));
