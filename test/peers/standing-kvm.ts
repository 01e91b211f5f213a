import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { findProgram } from "../../storage/programs/search.mjs";

/**
 * A folder to put first on PATH: its QEMU accepts KVM, starts machines with it, and runs none of them, as on some hosts.
 * Without KVM it is the real one.
 */
export async function standingKvm(folder: string, emulator = "qemu-system-x86_64"): Promise<string> {
  const bin = path.join(folder, "standing-kvm");
  await mkdir(bin, { recursive: true });
  const file = path.join(bin, emulator);
  await writeFile(file, script(findProgram(emulator) ?? `/usr/bin/${emulator}`, bin));
  await chmod(file, 0o755);
  return bin;
}

/** The path of the real QEMU, because a test may have put other folders before it. */
const script = (emulator: string, bin: string): string => `#!/bin/sh
case " $* " in *" -accel kvm"*) echo "$*" >> "${bin}/started"; exec sleep 100000 ;; esac
exec ${emulator} "$@"
`;
