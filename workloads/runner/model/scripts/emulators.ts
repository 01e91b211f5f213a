import type { RunnerArch } from "../definition.ts";

/** How QEMU starts a machine of an arch on a runner's server. */
interface Emulator {
  program: string;
  machine: string;
  /** What its kernel calls the serial port. */
  console: string;
}

export const emulators: Readonly<Record<RunnerArch, Emulator>> = {
  amd64: { program: "qemu-system-x86_64", machine: "q35", console: "ttyS0" },
  arm64: { program: "qemu-system-aarch64", machine: "virt", console: "ttyAMA0" },
};
