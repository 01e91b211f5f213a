import { spawn } from "node:child_process";
import { emulator, type Accelerator } from "./arguments.ts";
import { guarded } from "./guarded.ts";

const probeSeconds = 20;

let found: Promise<Accelerator> | undefined;

/** KVM where a machine with it really starts: the device may be there and not work. Asked once for the process. */
export const accelerator = (): Promise<Accelerator> => (found ??= probe());

async function probe(): Promise<Accelerator> {
  const machine = ["-nodefaults", "-display", "none", "-machine", "q35", "-accel", "kvm", "-cpu", "host"];
  const [command, args] = guarded(probeSeconds, emulator, [...machine, "-S", "-qmp", "stdio"]);
  const child = spawn(command, args, { stdio: ["pipe", "ignore", "ignore"] });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve(code));
  });
  child.stdin.on("error", () => undefined);
  // it ends well only once its processors are there
  child.stdin.end('{"execute":"qmp_capabilities"}\n{"execute":"query-status"}\n{"execute":"quit"}\n');
  return (await ended) === 0 ? "kvm" : "tcg";
}
