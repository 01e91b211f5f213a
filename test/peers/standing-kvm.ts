import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { findProgram } from "../../storage/programs/search.mjs";

/**
 * Makes a folder that a test puts first on PATH. The QEMU in it starts machines with KVM and never runs them, as it is on some hosts;
 * without KVM it is the real one.
 */
export async function standingKvm(folder: string, emulator = "qemu-system-x86_64"): Promise<string> {
  const bin = path.join(folder, "standing-kvm");
  await mkdir(bin, { recursive: true });
  const file = path.join(bin, emulator);
  await writeFile(file, script(findProgram(emulator) ?? `/usr/bin/${emulator}`, bin));
  await chmod(file, 0o755);
  return bin;
}

/** It names the real QEMU by its path, because a test may put other folders on PATH. */
const script = (emulator: string, bin: string): string => `#!/bin/sh
case " $* " in *" -accel kvm"*) echo "$*" >> "${bin}/started"; exec sleep 100000 ;; esac
exec ${emulator} "$@"
`;
