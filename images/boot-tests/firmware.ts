import { arches, type Arch, type Firmware } from "../model/definitions/arches.ts";

export { firmwares, type Firmware } from "../model/definitions/arches.ts";

/** The requested firmwares that this arch has; if none, its simplest one. */
export function firmwareFor(arch: Arch, asked: readonly Firmware[]): readonly Firmware[] {
  const has = arches[arch].firmware;
  const common = asked.filter((firmware) => has.includes(firmware));
  return common.length > 0 ? common : has.slice(0, 1);
}

/** Messages of firmware or shim that refuse a loader with an unknown signature. */
const refusals = [
  /Secure Boot Violation/i,
  /Security Violation/i,
  /failed to load Boot\w+.*: (Access Denied|Security Violation)/i,
];

/** Whether the console says that Secure Boot refused to boot. */
export const isRefused = (console: string): boolean => refusals.some((pattern) => pattern.test(console));
