import { firmwareFiles, type Firmware } from "../../../../images/boot-test/firmware.ts";

export interface Hardware {
  firmware: Firmware;
  accelerator: Accelerator;
  /** A qcow2 of this run's own, over the image. */
  disk: string;
  seed: string;
  /** This run's own copy of the firmware's variables; null for BIOS. */
  variables: string | null;
}

export type Accelerator = "kvm" | "tcg";

export const emulator = "qemu-system-x86_64";

/** QEMU's own network gives this address by DHCP, and with `restrict` leads nowhere and names no resolver: the seed does. */
export const given = { address: "10.0.2.15", resolver: "10.0.2.3" };

/** A machine with its serial console on standard output. */
export function argumentsOf({ firmware, accelerator, disk, seed, variables }: Hardware): string[] {
  const files = firmwareFiles[firmware];
  const secure = firmware === "secure-boot";
  return [
    ...["-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-serial", "stdio", "-no-reboot"],
    ...["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
    ...["-machine", secure ? "q35,smm=on" : "q35", "-smp", "2", "-m", "1024"],
    ...(accelerator === "kvm" ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi", "-cpu", "max"]),
    ...(secure ? ["-global", "driver=cfi.pflash01,property=secure,value=on"] : []),
    ...(files === null || variables === null
      ? []
      : [...pflash(`readonly=on,file=${escaped(files.code)}`), ...pflash(`file=${escaped(variables)}`)]),
    ...["-drive", `if=virtio,format=qcow2,file=${escaped(disk)}`],
    ...["-drive", `if=virtio,format=raw,readonly=on,file=${escaped(seed)}`],
    ...["-nic", "user,model=virtio-net-pci,restrict=on", "-device", "virtio-rng-pci"],
  ];
}

const pflash = (file: string): string[] => ["-drive", `if=pflash,format=raw,${file}`];

/** QEMU takes a comma for the end of a value, and two for one. */
const escaped = (path: string): string => path.replaceAll(",", ",,");
