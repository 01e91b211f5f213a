import { isArch, type Arch } from "../model/definitions/arches.ts";
import type { Firmware } from "./firmware.ts";
import { qemuMachines, type FirmwareFiles, type QemuMachine } from "./qemu-machine-table.ts";

export { qemuMachines };

/** An arch whose images boot in QEMU here. */
export type QemuArch = keyof typeof qemuMachines;

export const isQemuArch = (arch: Arch): arch is QemuArch => Object.hasOwn(qemuMachines, arch);

export const qemuArches = Object.keys(qemuMachines).filter(isArch).filter(isQemuArch);

/** Null for what needs none, as BIOS. */
export function firmwareFiles(arch: QemuArch, firmware: Firmware): FirmwareFiles | null {
  const files: QemuMachine["firmware"] = qemuMachines[arch].firmware;
  return files[firmware] ?? null;
}
