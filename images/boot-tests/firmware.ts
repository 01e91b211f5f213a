import type { Arch } from "../model/definitions/arches.ts";

/** How a machine begins. `secure-boot`: UEFI that runs only what Microsoft's or Debian's keys signed. */
export const firmwares = ["bios", "uefi", "secure-boot"] as const;
export type Firmware = (typeof firmwares)[number];

/** What machines of an arch begin with, the plainest first; one that has no choice begins as if with BIOS. */
const firmwareOf: Readonly<Record<Arch, readonly Firmware[]>> = {
  amd64: firmwares,
  arm64: ["uefi", "secure-boot"],
  ppc64el: ["bios"],
  riscv64: ["uefi"],
  s390x: ["bios"],
};

/** The requested firmwares that this arch has; if none, its simplest one. */
export function firmwareFor(arch: Arch, asked: readonly Firmware[]): readonly Firmware[] {
  const has = firmwareOf[arch];
  const both = asked.filter((firmware) => has.includes(firmware));
  return both.length > 0 ? both : has.slice(0, 1);
}

/** What firmware or shim says when it refuses a loader whose signature it does not know. */
const refusals = [
  /Secure Boot Violation/i,
  /Security Violation/i,
  /failed to load Boot\w+.*: (Access Denied|Security Violation)/i,
];

/** Whether the console says that Secure Boot refused to boot. */
export const isRefused = (console: string): boolean => refusals.some((pattern) => pattern.test(console));
