import type { RunnerArch } from "../definition.ts";

/** The QEMU of a runner's server for an arch. */
interface Emulator {
  program: string;
  machine: string;
  /** The kernel's name of the serial port. */
  console: string;
}

export const emulators: Readonly<Record<RunnerArch, Emulator>> = {
  amd64: { program: "qemu-system-x86_64", machine: "q35", console: "ttyS0" },
  arm64: { program: "qemu-system-aarch64", machine: "virt", console: "ttyAMA0" },
};
