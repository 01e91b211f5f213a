import { spawn } from "node:child_process";
import { qemuMachines, type QemuArch } from "../../../../images/boot-test/qemu-machines.ts";
import type { Accelerator } from "./arguments.ts";
import { guarded } from "./guarded.ts";

const probeSeconds = 20;

const found = new Map<QemuArch, Promise<Accelerator>>();

/** KVM where a machine with it really starts: the device may be there and not work. Asked once for the process. */
export function accelerator(arch: QemuArch): Promise<Accelerator> {
  const answer = found.get(arch) ?? probe(arch);
  found.set(arch, answer);
  return answer;
}

async function probe(arch: QemuArch): Promise<Accelerator> {
  const { emulator, machine } = qemuMachines[arch];
  const options = ["-nodefaults", "-display", "none", "-machine", machine, "-accel", "kvm", "-cpu", "host"];
  const [command, args] = guarded(probeSeconds, emulator, [...options, "-S", "-qmp", "stdio"]);
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
