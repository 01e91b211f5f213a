import { hasStopped } from "../../images/boot-tests/clock.ts";
import { readConsole } from "../../images/boot-tests/console.ts";
import type { Order, Watched } from "./machine.ts";
import { accelerators } from "./accelerator.ts";
import type { Board } from "./arguments.ts";
import { probeSeconds, whyNoGuest } from "./probe.ts";

/**
 * Throws if the machine failed, so that no image is blamed: the firmware was silent, the guest's clock stopped, or the time was
 * over and the probe guest does not run either.
 */
export async function refuseDeadMachine(
  { run, signal }: Pick<Order, "run" | "signal">,
  { arch, firmware, accelerator }: Board,
  seen: Watched,
): Promise<void> {
  signal.throwIfAborted();
  const why = await whyDead({ arch, firmware, accelerator }, { run, signal }, seen);
  if (why === undefined) return;
  if (accelerator === "kvm") await accelerators.distrust({ arch, firmware }, why);
  throw new Error(`QEMU with ${accelerator} does not run guests, and the image was not tested: ${why}`);
}

async function whyDead(
  board: Pick<Board, "arch" | "firmware" | "accelerator">,
  { run, signal }: Pick<Order, "run" | "signal">,
  { console, ended, seconds, broke }: Watched,
): Promise<string | undefined> {
  if (broke !== undefined) return broke;
  if (console.trim() === "") return `its console stayed empty for ${Math.round(seconds)} s`;
  if (ended !== "timeout" || readConsole(console, run).size > 0) return undefined;
  if (hasStopped(console)) return `the guest's clock had stopped for ${Math.round(seconds)} s`;
  const why = await whyNoGuest(board, signal, board.accelerator === "kvm" ? probeSeconds : emulationSeconds);
  return why === undefined
    ? undefined
    : `the guest reported nothing, and a guest that is known to run does not run either: ${why}`;
}

/** In emulation, the firmware of Secure Boot takes ten seconds on an idle machine, and a minute on a busy one. */
const emulationSeconds = 300;
