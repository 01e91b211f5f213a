import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { findProgram } from "../../tools/setup/search-path.ts";

/**
 * A folder to be put first on PATH: its QEMU takes KVM, starts machines with it, and runs none of them, as some hosts do. Without
 * KVM it is the real one.
 */
export async function standingKvm(folder: string, emulator = "qemu-system-x86_64"): Promise<string> {
  const bin = path.join(folder, "standing-kvm");
  await mkdir(bin, { recursive: true });
  const file = path.join(bin, emulator);
  await writeFile(file, script(findProgram(emulator) ?? `/usr/bin/${emulator}`, bin));
  await chmod(file, 0o755);
  return bin;
}

/** The real one by its path: whoever runs this may have put other folders before it. */
const script = (emulator: string, bin: string): string => `#!/bin/sh
case " $* " in *" -accel kvm"*) echo "$*" >> "${bin}/started"; exec sleep 100000 ;; esac
exec ${emulator} "$@"
`;
