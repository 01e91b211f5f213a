import type { Accelerator } from "../../images/boot-tests/accelerator.ts";
import type { Firmware } from "../../images/boot-tests/firmware.ts";
import { firmwareFiles, qemuMachines, type QemuArch } from "../../images/boot-tests/qemu-machines.ts";

/** The machine of a guest. */
export interface Board {
  arch: QemuArch;
  firmware: Firmware;
  accelerator: Accelerator;
  /** This run's own copy of the firmware's variables; null for BIOS. */
  variables: string | null;
}

export interface Hardware extends Board {
  /** A qcow2 overlay of this run over the image. */
  disk: string;
  seed: string;
}

/**
 * QEMU's own network gives this address by DHCP. With `restrict` it leads nowhere and names no resolver, so the seed names one.
 */
export const given = { address: "10.0.2.15", resolver: "10.0.2.3" };

/** A machine with an image to boot, and its serial console on standard output. */
export const argumentsOf = ({ disk, seed, ...board }: Hardware): string[] => [
  ...boardArguments(board),
  ...["-drive", `if=virtio,format=qcow2,file=${escaped(disk)}`],
  ...rawDisk(seed),
  // the ROM is for network boots, and Debian packages it apart from the arm64 emulator
  ...["-netdev", "user,id=net,restrict=on", "-device", "virtio-net-pci,netdev=net,romfile="],
  ...["-device", "virtio-rng-pci"],
];

/** A machine with its serial console on standard output, and nothing to boot. */
export function boardArguments({ arch, firmware, accelerator, variables }: Board): string[] {
  const files = firmwareFiles(arch, firmware);
  const { machine } = qemuMachines[arch];
  // x86 protects the variables of Secure Boot in its system management mode
  const guards = arch === "amd64" && firmware === "secure-boot";
  return [
    ...["-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-no-reboot"],
    ...["-chardev", "stdio,id=console,signal=off,mux=on", "-serial", "chardev:console"],
    // UEFI writes to the serial console, so a running machine's console is never empty
    ...(firmware === "bios" ? ["-device", "isa-debugcon,iobase=0x402,chardev=console"] : []),
    ...["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
    ...["-machine", guards ? `${machine},smm=on` : machine, "-smp", "2", "-m", "1024"],
    ...(accelerator === "kvm" ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi", "-cpu", cpus[arch]]),
    ...(guards ? ["-global", "driver=cfi.pflash01,property=secure,value=on"] : []),
    ...(files === null || variables === null
      ? []
      : [...pflash(`readonly=on,file=${escaped(files.code)}`), ...pflash(`file=${escaped(variables)}`)]),
  ];
}

/** A read-only disk. */
export const rawDisk = (path: string): string[] => ["-drive", `if=virtio,format=raw,readonly=on,file=${escaped(path)}`];

/** Emulated: `max` of AArch64 computes pointer signatures, which takes its time. */
const cpus: Record<QemuArch, string> = { amd64: "max", arm64: "cortex-a72" };

const pflash = (file: string): string[] => ["-drive", `if=pflash,format=raw,${file}`];

/** QEMU takes a comma for the end of a value, and two for one. */
const escaped = (path: string): string => path.replaceAll(",", ",,");
